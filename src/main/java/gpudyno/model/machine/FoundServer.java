package gpudyno.model.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.load.RunTarget;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model server that listens on a machine.
///
/// @param name of the program, such as `vLLM`; `OpenAI server` where it does not say what it is
/// @param version as the server writes it; empty where it does not say
/// @param address of its root, on that machine
/// @param api by which it can be loaded
/// @param models it serves, by their ids; empty where it lists none
/// @param metrics its Prometheus endpoint, or null without one
/// @param metricCount how many metrics that endpoint has
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FoundServer(String name, String version, URI address, RunTarget.Api api, List<String> models, @Nullable URI metrics,
        int metricCount) {
    public FoundServer {
        models = List.copyOf(models);
    }

    /// Name and version.
    public String title() {
        return version.isEmpty() ? name : name + " " + version;
    }
}
