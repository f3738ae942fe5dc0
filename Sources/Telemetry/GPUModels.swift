/// How many slices a GPU can be cut into (Multi-Instance GPU), to tell which part of the device a slice is.
enum GPUModels {
    /// A part of a device.
    struct Part: Hashable {
        let slices: Int
        let of: Int

        static let whole = Part(slices: 1, of: 1)

        /// The part that is one of several which take turns on this one.
        func shared(by replicas: Int) -> Part { Part(slices: slices, of: of * replicas) }
    }

    /// By a word of the model's name, in upper case; the first that fits.
    private static let maximumSlices: [(word: String, slices: Int)] = [
        ("RTX PRO 6000", 4), ("RTX PRO 5000", 2), ("A100", 7), ("H100", 7), ("H200", 7), ("B200", 7), ("A30", 4),
    ]

    /// The part of the device that a profile such as `2g.10gb` is. A slice of a model that is not in the table counts
    /// as the whole device: too much is seen, too little is not.
    static func part(profile: String, model: String) -> Part {
        let digits = profile.prefix { $0.isASCII && $0.isNumber }
        guard profile.dropFirst(digits.count).first == "g", let slices = Int(digits), slices > 0,
            let maximum = slicesOf(model: model), slices < maximum
        else { return .whole }
        return Part(slices: slices, of: maximum)
    }

    /// The profile that a node's product states where all its devices are cut alike: `NVIDIA-A100-SXM4-40GB-MIG-1g.5gb`.
    static func profile(inProduct product: String) -> String? {
        let mark = "-MIG-"
        guard let start = product.firstRange(of: mark)?.upperBound else { return nil }
        // A time-sliced slice is marked behind.
        return String(product[start...].prefix { $0 != "-" })
    }

    /// Models are written with blanks, hyphens or underscores: `NVIDIA A100-SXM4-40GB`, `NVIDIA-A30`.
    static func slicesOf(model: String) -> Int? {
        let words = model.uppercased().replacing("-", with: " ").replacing("_", with: " ")
        let padded = " \(words) "
        return maximumSlices.first { padded.contains(" \($0.word) ") }?.slices
    }
}
