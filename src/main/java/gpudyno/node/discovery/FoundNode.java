package gpudyno.node.discovery;

import gpudyno.model.net.Address;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A node that was found.
///
/// @param address `http` or `https`, without a path
/// @param labels what the source says of it, such as `rack`, for grouping; empty for nothing
public record FoundNode(URI address, Map<String, String> labels) {
    private static final int MOST_LABELS = 32;
    private static final int LONGEST = 200;

    public FoundNode {
        Address read = Address.of(address);
        if (!read.path().equals("/") || !read.query().isEmpty() || !read.credentials().isEmpty()) {
            throw new IllegalArgumentException("'" + read + "' is no node's address; one looks like https://gpu-box:7070");
        }
        if (labels.size() > MOST_LABELS
                || labels.entrySet().stream().anyMatch(one -> one.getKey().length() > LONGEST || one.getValue().length() > LONGEST)) {
            throw new IllegalArgumentException(
                    read + " has more than " + MOST_LABELS + " labels, or one of more than " + LONGEST + " characters");
        }
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        address = read.root().uri();
    }
}
