package gpudyno.node.local;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.MeasureRequest;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Subject;
import gpudyno.model.tune.TrialFailure;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.tune.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Sessions on the real model that may turn nothing but the size of a cache that is off: baseline and candidates serve alike. Run by
/// `packaging/bench/aa-real`; arguments: SESSIONS BUDGET_SECONDS.
final class RealAaSessions {
    private RealAaSessions() {
    }

    public static void main(String[] arguments) throws IOException {
        int sessions = Integer.parseInt(arguments[0]);
        Duration budget = Duration.ofSeconds(Long.parseLong(arguments[1]));
        int better = 0;
        Path folder = Files.createTempDirectory("gpudyno-aa");
        try (LocalNode node = new LocalNode(folder, "A/A");
                NodeServer server = new NodeServer(node, ApiToken.at(folder.resolve("token")),
                        "127.0.0.1", 0)) {
            URI endpoint = URI.create("http://127.0.0.1:" + server.port() + "/v1/embeddings");
            KnobRegistry unused = new KnobRegistry();
            for (int seed = 1; seed <= sessions; seed++) {
                SessionRequest request = new SessionRequest("option-2", budget, Workload.DEFAULT, seed, false);
                Subject subject = new Idle(new ServingSubject(unused, node.modelServer(), (from, to) -> node.frames().history(from, to,
                        Duration.ofSeconds(1), Set.of()), endpoint, request.workload(), "A/A", CostBasis.NONE), node);
                AtomicReference<SessionReport> last = new AtomicReference<>();
                new Session(seed, request, subject, Map.of(), List.of(), last::set).run();
                SessionReport report = last.get();
                better += report.verdict() == Verdict.BETTER ? 1 : 0;
                System.out
                        .println("session " + seed + ": " + (report.verdict() == null ? report.message() : report.verdict().label()) + ". "
                                + String.join(" ", report.notes()));
            }
        }
        System.out.println("\"no better\" in " + (sessions - better) + " of " + sessions);
        // Threads of the native runtime must not keep a finished run from ending.
        System.exit(0);
    }

    /// The serving subject, turned through the node, with one searched knob that nothing reads while the cache is off.
    private record Idle(ServingSubject measured, LocalNode node) implements Subject {
        @Override
        public List<Knob> knobs() {
            return node.knobs().states().stream().map(gpudyno.model.knob.KnobState::knob).filter(knob -> knob.id().equals("cache.maxBytes"))
                    .toList();
        }

        @Override
        public Configuration baseline() {
            return measured.baseline();
        }

        @Override
        public Configuration current() {
            return node.knobs().states().stream().collect(java.util.stream.Collectors.collectingAndThen(
                    java.util.stream.Collectors.toMap(state -> state.knob().id(), gpudyno.model.knob.KnobState::value), Configuration::of));
        }

        @Override
        public void apply(Configuration configuration) {
            node.knobs().turn(configuration.values(), "A/A");
        }

        @Override
        public Measurement measure(MeasureRequest request) throws TrialFailure, InterruptedException {
            return measured.measure(request);
        }
    }
}
