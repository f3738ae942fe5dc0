import Documents
import Kernel

extension ChargeAnswer {
    /// What an answer to a charge of a saved card means.
    ///
    /// Only what is certain is taken for certain: a 400 counts as refused when it is an envelope of Paystack's, a page
    /// of some proxy does not; everything else leaves the attempt unknown.
    package init(httpStatus: Int, body: [UInt8], reference: Reference) {
        switch httpStatus {
        case 401: self = .keyRefused
        case 429: self = .notProcessed
        case 200, 201: self = ChargeAnswer.accepted(body, reference)
        case 400: self = ChargeAnswer.refused(body, reference)
        default: self = .unknown("HTTP \(httpStatus)")
        }
    }

    private static func accepted(_ body: [UInt8], _ reference: Reference) -> ChargeAnswer {
        do {
            let envelope = try PaystackEnvelope(body, about: "charge \(reference)")
            guard envelope.isGood, let data = envelope.data else { return .unknown("HTTP 200 without data") }
            // A challenge has an address and no status: nobody has paid yet.
            if data["paused"]?.bool == true || data["status"] == nil, let url = data.text("authorization_url") {
                return .actionRequired(url: url)
            }
            return .observed(try ObservedCharge(paystack: data))
        } catch {
            return .unknown(error.diagnostics[0].message)
        }
    }

    private static func refused(_ body: [UInt8], _ reference: Reference) -> ChargeAnswer {
        do {
            let envelope = try PaystackEnvelope(body, about: "charge \(reference)")
            guard !envelope.isGood else { return .unknown("HTTP 400 with a good status") }
            if envelope.isDuplicate { return .duplicate }
            return .rejected(.byRejection(envelope.message))
        } catch {
            return .unknown("HTTP 400 without an envelope")
        }
    }
}

extension VerifyAnswer {
    /// What an answer to verify means. Not found is what Paystack itself says so, with 400 or 404; a page of a proxy
    /// that says 404 is not.
    package init(httpStatus: Int, body: [UInt8], reference: Reference) {
        do {
            switch httpStatus {
            case 401: self = .keyRefused
            case 200:
                let envelope = try PaystackEnvelope(body, about: "verify \(reference)")
                guard envelope.isGood, let data = envelope.data else {
                    self = .unknown("HTTP 200 without data")
                    return
                }
                self = .observed(try ObservedCharge(paystack: data))
            case 400, 404:
                let envelope = try PaystackEnvelope(body, about: "verify \(reference)")
                let isMissing = !envelope.isGood && envelope.message.lowercased().contains("reference not found")
                self = isMissing ? .notFound : .unknown("HTTP \(httpStatus)")
            default: self = .unknown("HTTP \(httpStatus)")
            }
        } catch {
            self = .unknown(error.diagnostics[0].message)
        }
    }
}
