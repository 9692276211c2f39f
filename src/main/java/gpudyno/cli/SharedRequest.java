package gpudyno.cli;

import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.net.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The options of `gpudyno load` as a request to nodes. A node takes fewer: it reads no file that a caller names and keeps no secrets.
final class SharedRequest {
    private static final Set<String> TAKEN = Set.of("--scenario", "--rate", "--to", "--increment", "--burstiness", "--trace",
            "--time-scale",
            "--duration", "--warmup", "--connections", "--api", "--template", "--model", "--max-tokens", "--timeout", "--prompts", "--zipf",
            "--slo", "--seed", "--json", "--html", "--generators", "--node", "--token-file");

    private SharedRequest() {
    }

    /// @throws IllegalArgumentException naming options that a node does not take
    static void check(ParseResult given) {
        Set<String> refused = given.matchedOptions().stream().map(OptionSpec::longestName).filter(name -> !TAKEN.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", refused) + ": not where nodes send the load; they take "
                    + String.join(", ", new TreeSet<>(TAKEN)));
        }
    }

    static RunRequest of(String target, Scenario scenario, RequestOptions request, Workload workload, String slo, int connections,
            Duration warmup) throws IOException {
        Address address = Address.parse(target);
        RunTarget.Api api = request.nodeApi();
        RunTarget server = new RunTarget(address.uri(), api, request.model(), request.maxTokens(), request.nodeBody());
        String trace = scenario instanceof Scenario.Replay replay ? Files.readString(Path.of(replay.trace())) : null;
        Duration timeout = request.timeout();
        return new RunRequest(scenario, workload, server, slo, connections, timeout != null ? timeout : RunRequest.usualTimeout(server),
                warmup,
                trace);
    }

    /// The names after `--generators`.
    static List<String> names(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(","));
    }
}
