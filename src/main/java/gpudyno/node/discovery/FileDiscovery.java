package gpudyno.node.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nodes that a file names, in the form of Prometheus's `file_sd_configs`, as YAML or JSON, so that one file serves both:
///
/// ```yaml
/// - targets: ["gpu-1:7070", "https://gpu-2:7070"]
///   labels: {rack: a}
/// ```
///
/// @param scheme of targets that name none, `http` or `https`
public record FileDiscovery(Path file, String scheme) implements Discovery {
    private static final int LONGEST = 16 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).maxDocumentLength(LONGEST).build()).build());

    @Override
    public List<FoundNode> nodes() throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " has more than " + LONGEST + " bytes");
        }
        JsonNode groups;
        try {
            groups = YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
        if (!groups.isArray() && !groups.isMissingNode() && !groups.isNull()) {
            throw new IllegalArgumentException(file + ": a list of groups is needed, such as - targets: [\"gpu-1:7070\"]");
        }
        Map<URI, FoundNode> found = new LinkedHashMap<>();
        for (JsonNode group : groups) {
            Map<String, String> labels = new LinkedHashMap<>();
            group.path("labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            for (JsonNode target : group.path("targets")) {
                add(target.asText(), labels, found);
            }
        }
        return new ArrayList<>(found.values());
    }

    private void add(String target, Map<String, String> labels, Map<URI, FoundNode> found) {
        try {
            FoundNode node = new FoundNode(URI.create(target.contains("://") ? target : scheme + "://" + target), labels);
            found.putIfAbsent(node.address(), node);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", target '" + target + "': " + e.getMessage(), e);
        }
        if (found.size() > MOST) {
            throw new IllegalArgumentException(file + " names more than " + MOST + " nodes");
        }
    }
}
