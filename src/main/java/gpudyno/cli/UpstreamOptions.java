package gpudyno.cli;

import gpudyno.model.net.Address;
import gpudyno.serve.UpstreamSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The server that chat requests are passed on to.
final class UpstreamOptions {
    private static final String KEY = "GPUDYNO_UPSTREAM_KEY";

    @Option(names = "--upstream", paramLabel = "URL", description = "Pass requests to /v1/chat/completions and /v1/completions on to this OpenAI-compatible server, such as http://127.0.0.1:8000.")
    private @Nullable String upstream;

    @Option(names = "--upstream-key-file", paramLabel = "FILE", description = "The file whose first line is the API key for --upstream (default: the environment variable "
            + KEY + "). Callers' keys are not passed on.")
    private @Nullable Path keyFile;

    /// @throws SetupException if the address is none or the file cannot be read; no key is in the message
    Optional<UpstreamSettings> settings(Map<String, String> environment) throws SetupException {
        if (upstream == null || upstream.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new UpstreamSettings(Address.parse(upstream), key(environment)));
        } catch (IllegalArgumentException e) {
            throw new SetupException("--upstream: " + e.getMessage(), e);
        }
    }

    private Optional<String> key(Map<String, String> environment) throws SetupException {
        Path at = keyFile;
        if (at == null) {
            return Optional.ofNullable(environment.get(KEY)).map(String::strip).filter(key -> !key.isEmpty());
        }
        return Optional.of(SecretFile.read("key", at));
    }
}
