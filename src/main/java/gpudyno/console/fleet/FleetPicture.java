package gpudyno.console.fleet;

import gpudyno.console.fleet.FleetChoice.Filter;
import gpudyno.console.kit.Formats;
import gpudyno.console.page.Heading;
import gpudyno.model.fleet.FleetFigures;
import gpudyno.model.fleet.FleetNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// All that the page shows of a fleet at one moment.
///
/// @param figures of all nodes, whatever is listed
/// @param course merged p95 over the range in view
/// @param counts of the nodes that each filter takes
/// @param labels by which nodes can be grouped
record FleetPicture(List<FleetNode> nodes, FleetFigures figures, double[] course, Map<Filter, Integer> counts, List<String> labels,
        List<FleetLine> lines) {
    /// Labels offered for groups; a fleet may have more.
    private static final int MOST_LABELS = 4;
    private static final List<String> USUAL = List.of("model", "gpu", "version");
    private static final String SITE = "site";
    private static final String UNLABELLED = "none";
    private static final Comparator<String> LAST_UNLABELLED = Comparator.comparing(String::isEmpty)
            .thenComparing(Comparator.naturalOrder());

    /// @param closed keys of the groups whose nodes are not listed
    static FleetPicture of(List<FleetNode> nodes, double[] course, FleetChoice choice, Set<String> closed) {
        Map<Filter, Integer> counts = new EnumMap<>(Filter.class);
        for (Filter filter : Filter.values()) {
            counts.put(filter, (int) nodes.stream().filter(filter::takes).count());
        }
        List<FleetNode> listed = nodes.stream().filter(choice::takes).toList();
        List<String> labels = labels(nodes);
        String group = labels.contains(choice.group()) ? choice.group() : "";
        return new FleetPicture(nodes, FleetFigures.of(nodes), course, counts, labels, lines(listed, group, closed));
    }

    /// What the whole fleet is, for the top bar.
    Heading heading() {
        int gpus = nodes.stream().mapToInt(node -> node.hardware().gpus()).sum();
        long sites = nodes.stream().map(node -> node.label(SITE)).filter(site -> !site.isEmpty()).distinct().count();
        List<String> parts = new ArrayList<>();
        parts.add(gpus == 0 ? "no GPUs" : counted(gpus, "GPU"));
        if (sites > 0) {
            parts.add(counted(sites, SITE));
        }
        if (!Double.isNaN(figures.memoryTotal())) {
            parts.add(Formats.quantity(figures.memoryTotal(), "bytes") + " reporting");
        }
        int breached = counts.getOrDefault(Filter.BREACHED, 0);
        return new Heading("Fleet · " + counted(nodes.size(), "node"), String.join(" · ", parts),
                breached == 0 ? "" : breached + " breached");
    }

    private static String counted(long number, String what) {
        return Formats.count(number) + " " + what + (number == 1 ? "" : "s");
    }

    /// Those that operators gave, then what is known without: as far as some nodes differ by them.
    private static List<String> labels(List<FleetNode> nodes) {
        Set<String> keys = nodes.stream().flatMap(node -> node.labels().keySet().stream()).sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        keys.addAll(USUAL);
        return keys.stream().filter(key -> nodes.stream().map(node -> node.label(key)).distinct().count() > 1).limit(MOST_LABELS).toList();
    }

    private static List<FleetLine> lines(List<FleetNode> nodes, String label, Set<String> closed) {
        if (label.isEmpty()) {
            return nodes.stream().<FleetLine>map(node -> new FleetLine.Row(0, node)).toList();
        }
        Map<String, List<FleetNode>> groups = nodes.stream()
                .collect(Collectors.groupingBy(node -> node.label(label), () -> new TreeMap<>(LAST_UNLABELLED), Collectors.toList()));
        List<FleetLine> lines = new ArrayList<>();
        int place = 0;
        for (Map.Entry<String, List<FleetNode>> group : groups.entrySet()) {
            int at = place++;
            String title = label + " = " + (group.getKey().isEmpty() ? UNLABELLED : group.getKey());
            boolean open = !closed.contains(title);
            lines.add(new FleetLine.Group(at, title, FleetFigures.of(group.getValue()), open));
            if (open) {
                group.getValue().forEach(node -> lines.add(new FleetLine.Row(at, node)));
            }
        }
        return lines;
    }
}
