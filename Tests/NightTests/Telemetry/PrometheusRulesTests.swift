import Documents
import Kernel
import Model
import Runner
import Telemetry
import Testing

/// The rules by which series of Prometheus become pod-hours, one at a time.
struct PrometheusRulesTests {
    /// A column of all rows, in their order; core-seconds, byte-seconds and texts as they are published.
    private func column(_ name: String, _ publication: Publication) throws -> [String] {
        let table = try Table(publication, .usageHours)
        return (0..<table.count).map { String(table.cell(name, $0).dropFirst()) }
    }

    private func oneHour(_ body: (inout Dump) -> Void) -> Dump {
        var dump = Dump()
        dump.addNode()
        body(&dump)
        return dump
    }

    private func codes(_ publication: Publication) -> [String] { publication.diagnostics.map(\.code.description) }

    @Test func counterThatRestartsGrowsByItsNewValue() throws {
        let dump = oneHour { dump in
            for (step, value) in ["100", "200", "50.25", "60.25"].enumerated() {
                dump.add(Dump.cpu("cart"), value, after: step * 300)
            }
        }
        // 100 up, 50.25 after the restart, 10 up.
        let usage = try Dump.ingest([dump.text])
        #expect(try column("CpuUsageCoreNanoseconds", usage) == ["160250000000"])
        #expect(usage.facts["clusters"]?.array?.first?["counterRestarts"]?.int == 1)
    }

    @Test func growthInAGapIsOfNoHour() throws {
        let dump = oneHour { dump in
            for (seconds, value) in [(0, "0"), (300, "30"), (1200, "500"), (1500, "520")] {
                dump.add(Dump.cpu("cart"), value, after: seconds)
            }
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("CpuUsageCoreNanoseconds", usage) == ["50000000000"])
        #expect(usage.facts["clusters"]?.array?.first?["samplesBeforeGaps"]?.int == 1)
    }

    @Test func gaugeStandsForOneStepBeforeAGap() throws {
        let dump = oneHour { dump in
            dump.add(Dump.memory("cart"), "1000", after: 0)
            dump.add(Dump.memory("cart"), "1000", after: 1800)
        }
        #expect(try column("MemoryUsageByteSeconds", Dump.ingest([dump.text])) == ["600000"])
    }

    /// The same samples in any order and form, with some of them twice, are the same rows.
    @Test func orderAndFormOfFilesChangeNothing() throws {
        var morning = Dump()
        var noon = Dump()
        morning.addNode(hours: 2)
        morning.hold(Dump.request("cart", uid: "u"), "0.25")
        noon.hold(Dump.request("cart", uid: "u"), "0.5", 3600..<7200)
        for step in 0...24 {
            let value = "\(step * step).125"
            if step <= 12 { morning.add(Dump.cpu("cart"), value, after: step * 300) }
            if step >= 12 { noon.add(Dump.cpu("cart"), value, after: step * 300) }
        }
        let first = try Dump.ingest([morning.text, noon.text])
        #expect(try column("CpuUsageCoreNanoseconds", first) == ["144000000000", "432000000000"])
        #expect(try column("CpuRequestCoreNanoseconds", first) == ["900000000000", "1800000000000"])
        var shuffled = Dump()
        for line in (morning.lines + noon.lines).reversed() {
            let words = line.split(separator: " ").map(String.init)
            shuffled.add(words[0], words[1], at: words[2])
        }
        for files in [
            [noon.text, morning.text], [noon.answer, morning.answer], [morning.answer, noon.text, morning.text],
            [shuffled.text],
        ] {
            let again = try Dump.ingest(files)
            #expect(again.files.map(\.digest) == first.files.map(\.digest))
        }
        #expect(try codes(Dump.ingest([noon.text, morning.answer])).contains("D248") == false)
        #expect(try codes(Dump.ingest([shuffled.text])).contains("D248"))
    }

    @Test func replicasAreOneSeriesAndTheLargerValueCounts() throws {
        let dump = oneHour { dump in
            for (replica, value) in [("a", "1000"), ("b", "1200")] {
                dump.hold(
                    Dump.memory("cart").replacing("}", with: #",prometheus_replica="\#(replica)"}"#), value)
            }
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("MemoryUsageByteSeconds", usage) == ["4320000"])
        #expect(codes(usage).contains("D299"))
        #expect(usage.facts["clusters"]?.array?.first?["samplesContradicted"]?.int == 12)
    }

    @Test func clockThatGoesBackIsSortedAndTold() throws {
        let dump = oneHour { dump in
            for (seconds, value) in [(0, "0"), (600, "20"), (300, "15"), (900, "50")] {
                dump.add(Dump.cpu("cart"), value, after: seconds)
            }
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("CpuUsageCoreNanoseconds", usage) == ["50000000000"])
        #expect(codes(usage).contains("D248"))
        #expect(usage.facts["clusters"]?.array?.first?["seriesReadTwice"]?.int == 1)
    }

    @Test func timesHaveMilliseconds() throws {
        let dump = oneHour { dump in
            // From 10:59:59.5 on: half a second in this hour, the rest in the next.
            dump.add(Dump.memory("cart"), "1000", at: "\(Dump.start + 3599).5")
            dump.add(Dump.cpu("cart"), "1", at: "1.7810856005e+09")
            dump.add(Dump.cpu("cart"), "2", at: "\(Dump.start + 301).0")
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("MemoryUsageByteSeconds", usage) == ["500", "299500"])
        #expect(try column("CpuUsageCoreNanoseconds", usage) == ["1000000000", "0"])
    }

    @Test func whatIsNotANumberIsNoSample() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.memory("cart"), "1000", 0..<600)
            dump.add(Dump.memory("cart"), "NaN", after: 600)
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("MemoryUsageByteSeconds", usage) == ["600000"])
        #expect(usage.facts["clusters"]?.array?.first?["samplesNotANumber"]?.int == 1)
        #expect(usage.facts["rowsQuarantined"]?.int == 0)
    }

    @Test func requestsCountWhileTheContainerRuns() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("done", uid: "u"), "1")
            dump.hold(Dump.running("done", uid: "u"), "1", 0..<1200)
            dump.hold(Dump.running("done", uid: "u"), "0", 1200..<3600)
            dump.hold(Dump.request("waits", uid: "w"), "2")
        }
        let running = try Dump.ingest([dump.text])
        #expect(try column("Pod", running) == ["done"])
        #expect(try column("CpuRequestCoreNanoseconds", running) == ["1200000000000"])
        #expect(try column("RunSeconds", running) == ["1200"])
        let stated = try Dump.ingest([dump.text], #", "requests": "stated""#)
        #expect(try column("CpuRequestCoreNanoseconds", stated) == ["3600000000000", "7200000000000"])
        #expect(try column("RunSeconds", stated) == ["1200", "0"])
    }

    /// A StatefulSet makes a pod anew under its name. Use that names no uid goes to the one that ran longest.
    @Test func podsOfOneNameStayApart() throws {
        let dump = oneHour { dump in
            for (uid, range) in [("old", 0..<900), ("new", 900..<3600)] {
                dump.hold(Dump.request("db-0", uid: uid), "1", range)
                dump.hold(Dump.running("db-0", uid: uid), "1", range)
            }
            dump.hold(Dump.memory("db-0"), "1000")
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("PodUid", usage) == ["new", "old"])
        #expect(try column("RunSeconds", usage) == ["2700", "900"])
        #expect(try column("CpuRequestCoreNanoseconds", usage) == ["2700000000000", "900000000000"])
        #expect(try column("MemoryUsageByteSeconds", usage) == ["3600000", "0"])
    }

    @Test func totalsOfPodsAreNotReadBesideContainers() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.memory("cart"), "1000")
            dump.hold(Dump.memory("cart").replacing(#""app""#, with: #""""#), "1500")
            dump.hold(Dump.memory("cart").replacing(#""app""#, with: #""POD""#), "500")
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("MemoryUsageByteSeconds", usage) == ["3600000"])
        #expect(usage.facts["clusters"]?.array?.first?["seriesWithoutContainer"]?.int == 2)
    }

    /// kube-state-metrics scraped without `honor_labels`: its own pod stands under `pod`.
    @Test func exportedLabelsAreTheTrueOnes() throws {
        let labels =
            #"{namespace="monitoring",pod="ksm-0",container="ksm",exported_namespace="shop",exported_pod="cart",exported_container="app",uid="u",node="n1",resource="cpu"}"#
        let dump = oneHour { $0.hold("kube_pod_container_resource_requests" + labels, "1") }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("Namespace", usage) == ["shop"])
        #expect(try column("Pod", usage) == ["cart"])
    }

    @Test func labelsAreUnescaped() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("cart", uid: "u"), "1")
            dump.hold(
                #"kube_pod_labels{namespace="shop",pod="cart",uid="u",label_note="a \"b\" \\ {c},d\n"}"#, "1",
                step: 3600)
        }
        #expect(try column("PodLabels", Dump.ingest([dump.text])) == ["label_note:a \"b\" \\ {c},d\n"])
    }

    @Test func controllersAreTheTopOfTheChain() throws {
        let dump = oneHour { dump in
            for (pod, kind, owner) in [
                ("a-deployed", "ReplicaSet", "web-1"), ("b-orphan", "ReplicaSet", "lost-1"),
                ("c-scheduled", "Job", "nightly-29"), ("d-job", "Job", "once"), ("e-static", "Node", "n1"),
                ("f-bare", "<none>", "<none>"), ("g-set", "StatefulSet", "db"),
            ] {
                dump.hold(Dump.request(pod, uid: pod), "1")
                dump.hold(
                    #"kube_pod_owner{namespace="shop",pod="\#(pod)",uid="\#(pod)",owner_kind="\#(kind)",owner_name="\#(owner)"}"#,
                    "1", step: 3600)
            }
            for (series, kind, owner) in [
                (#"kube_replicaset_owner{replicaset="web-1""#, "Deployment", "web"),
                (#"kube_job_owner{job_name="nightly-29""#, "CronJob", "nightly"),
                (#"kube_job_owner{job_name="once""#, "<none>", "<none>"),
            ] {
                dump.hold(
                    #"\#(series),namespace="shop",owner_kind="\#(kind)",owner_name="\#(owner)"}"#, "1", step: 3600)
            }
        }
        let usage = try Dump.ingest([dump.text])
        #expect(
            try column("ControllerKind", usage) == [
                "deployment", "replicaset", "cronjob", "job", "node", "", "statefulset",
            ])
        #expect(try column("Controller", usage) == ["web", "lost-1", "nightly", "once", "n1", "", "db"])
    }

    @Test func gpusOfAnyVendorAndSlicesOfThem() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("amd", uid: "1", "amd_com_gpu"), "2")
            dump.hold(Dump.request("slice", uid: "2", "nvidia_com_mig_2g_10gb"), "1")
            dump.hold(
                #"kube_node_labels{node="n1",label_nvidia_com_gpu_product="NVIDIA-A100-SXM4-40GB"}"#, "1", step: 3600)
            dump.add(#"kube_node_status_capacity{node="n1",resource="nvidia_com_mig_2g_10gb"}"#, "3", after: 0)
            dump.add(#"kube_node_status_capacity{node="n1",resource="amd_com_gpu"}"#, "4", after: 0)
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("GpuRequestNanoseconds", usage) == ["7200000000000", "1028571428571"])
        let nodes = try Table(usage, .nodeHours)
        // Four devices and six sevenths of one.
        #expect(nodes.whole("CapacityGpuNanoseconds") == [17_485_714_285_714])
    }

    /// A device that is announced as four: whoever asks for one of them has a quarter of what the node gives.
    @Test func partsOfATimeSlicedGPUAreCountedAsTheNodeCountsThem() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("part", uid: "1", "nvidia_com_gpu_shared"), "1")
            dump.add(#"kube_node_status_capacity{node="n1",resource="nvidia_com_gpu_shared"}"#, "4", after: 0)
        }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("GpuRequestNanoseconds", usage) == ["3600000000000"])
        #expect(try Table(usage, .nodeHours).whole("CapacityGpuNanoseconds") == [14_400_000_000_000])
    }

    private func timeSliced(_ labels: String, _ resources: [(name: String, capacity: String)]) throws -> [String] {
        let dump = oneHour { dump in
            for (index, (name, capacity)) in resources.enumerated() {
                dump.hold(Dump.request("pod-\(index)", uid: "\(index)", name), "1")
                dump.add(#"kube_node_status_capacity{node="n1",resource="\#(name)"}"#, capacity, after: 0)
            }
            dump.hold(#"kube_node_labels{node="n1",\#(labels)}"#, "1", step: 3600)
        }
        let usage = try Dump.ingest([dump.text])
        let capacity = try Table(usage, .nodeHours).whole("CapacityGpuNanoseconds").map { "\($0 ?? -1)" }
        return try column("GpuRequestNanoseconds", usage) + capacity
    }

    /// Of a device that four pods take turns on each has a quarter, under the plain name or that of parts; devices under the
    /// plain name beside parts are whole.
    @Test func replicasOfADeviceAreParts() throws {
        let four = #"label_nvidia_com_gpu_replicas="4""#
        #expect(try timeSliced(four, [("nvidia_com_gpu", "8")]) == ["900000000000", "7200000000000"])
        #expect(try timeSliced(four, [("nvidia_com_gpu_shared", "8")]) == ["900000000000", "7200000000000"])
        #expect(
            try timeSliced(four, [("nvidia_com_gpu_shared", "4"), ("nvidia_com_gpu", "1")])
                == ["900000000000", "3600000000000", "7200000000000"])
        let google = #"label_cloud_google_com_gke_max_shared_clients_per_gpu="2""#
        #expect(try timeSliced(google, [("nvidia_com_gpu", "2")]) == ["1800000000000", "3600000000000"])
    }

    /// Slices that go by the plain name, as all devices of the node are cut alike; and slices that pods take turns on.
    @Test func slicesUnderThePlainNameAreParts() throws {
        let product = #"label_nvidia_com_gpu_product="NVIDIA-A100-SXM4-40GB-MIG-1g.5gb""#
        #expect(try timeSliced(product, [("nvidia_com_gpu", "7")]) == ["514285714285", "3600000000000"])
        let google =
            #"label_cloud_google_com_gke_gpu_partition_size="3g.20gb",label_cloud_google_com_gke_accelerator="nvidia-tesla-a100""#
        #expect(try timeSliced(google, [("nvidia_com_gpu", "2")]) == ["1542857142857", "3085714285714"])
        let both = #"label_nvidia_com_gpu_product="NVIDIA-A100-SXM4-40GB",label_nvidia_com_mig_1g_5gb_replicas="2""#
        #expect(
            try timeSliced(both, [("nvidia_com_mig_1g_5gb_shared", "14")]) == ["257142857142", "3600000000000"])
    }

    @Test(arguments: ["1", "0", "-4", "x", "", "100000"]) func replicasThatAreNoneAreWhole(count: String) throws {
        #expect(
            try timeSliced(#"label_nvidia_com_gpu_replicas="\#(count)""#, [("nvidia_com_gpu", "2")])
                == ["3600000000000", "7200000000000"])
    }

    @Test func capacityThatAnHourLacksIsThatOfTheNearest() throws {
        let dump = oneHour { $0.hold(Dump.request("cart", uid: "u"), "1", 0..<7200) }
        let usage = try Dump.ingest([dump.text])
        #expect(try column("NodeCapacityCoreNanoseconds", usage) == ["14400000000000", "14400000000000"])
        #expect(usage.facts["clusters"]?.array?.first?["capacitiesAssumed"]?.int == 1)
    }

    @Test func volumesOfClaims() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("db-0", uid: "u"), "1")
            for line in [
                #"kube_pod_info{namespace="shop",pod="db-0",uid="u",node="n1"}"#,
                #"kube_pod_spec_volumes_persistentvolumeclaims_info{namespace="shop",pod="db-0",uid="u",volume="data",persistentvolumeclaim="data-db-0"}"#,
                #"kube_persistentvolumeclaim_info{namespace="shop",persistentvolumeclaim="data-db-0",volumename="pvc-1"}"#,
                #"kube_persistentvolume_info{persistentvolume="pvc-1",csi_volume_handle="vol-1"}"#,
            ] { dump.hold(line, "1", step: 3600) }
            dump.hold(#"kube_persistentvolume_capacity_bytes{persistentvolume="pvc-1"}"#, "1.073741824e+10", step: 3600)
        }
        let volumes = try Table(Dump.ingest([dump.text]), .volumeHours)
        #expect(volumes.count == 1)
        #expect(
            ["Namespace", "Pod", "Node", "Claim", "Volume", "Handle", "CapacityBytes"].map { volumes.cell($0, 0) } == [
                "=shop", "=db-0", "=n1", "=data-db-0", "=pvc-1", "=vol-1", "=10737418240",
            ])
    }

    @Test func rolesStandAmongTheLabelsOfNodes() throws {
        let dump = oneHour { dump in
            dump.hold(Dump.request("cart", uid: "u"), "1")
            dump.hold(#"kube_node_labels{node="n1",label_zone="a"}"#, "1", step: 3600)
            dump.hold(#"kube_node_role{node="n1",role="infra"}"#, "1", step: 3600)
        }
        let labels = try Table(Dump.ingest([dump.text]), .nodeLabels)
        #expect(labels.text("Labels") == ["label_node_role_kubernetes_io_infra:|label_zone:a"])
        #expect(labels.text("Day") == ["2026-06-10"])
    }

    @Test func clustersOfOneServerAreToldApart() throws {
        let dump = oneHour { dump in
            for cluster in ["east", "west"] {
                dump.hold(
                    Dump.request("cart", uid: cluster).replacing("}", with: #",cluster="\#(cluster)"}"#), "1")
            }
        }
        let usage = try Dump.ingest([dump.text], "", #", "only": {"cluster": "east"}"#)
        #expect(try column("PodUid", usage) == ["east"])
        #expect(throws: Failure.self) { try Dump.ingest([dump.text]) }
    }

    @Test func anotherStepIsTold() throws {
        let dump = oneHour { $0.hold(Dump.memory("cart"), "1000", step: 60) }
        let usage = try Dump.ingest([dump.text])
        // Each sample stands until the next: no use is counted twice.
        #expect(try column("MemoryUsageByteSeconds", usage) == ["3600000", "240000"])
        #expect(codes(usage).contains("D249"))
        let right = try Dump.ingest([dump.text], "", #", "stepSeconds": 60"#)
        #expect(try column("MemoryUsageByteSeconds", right) == ["3600000"])
        #expect(!codes(right).contains("D249"))
    }

    @Test func missingSeriesAreNamed() throws {
        let dump = oneHour { $0.hold(Dump.memory("cart"), "1000") }
        let usage = try Dump.ingest([dump.text])
        let warning = try #require(usage.diagnostics.first { $0.code.description == "D298" })
        #expect(warning.message.contains("kube_pod_owner (controllers are unknown)"))
        #expect(!warning.message.contains("kube_node_info"))
    }
}
