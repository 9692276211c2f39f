package gpudyno.console.fleet;

import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Condition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which nodes are listed, and how.
///
/// @param text words that must all occur in what is known of a node; empty for every node
/// @param group label by whose values nodes are grouped; empty for no groups
record FleetChoice(String text, Filter filter, String group) {
    static final FleetChoice ALL = new FleetChoice("", Filter.ALL, "");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// How nodes must be.
    enum Filter {
        ALL("All", EnumSet.allOf(Condition.class)),
        HEALTHY("Healthy", EnumSet.of(Condition.HEALTHY)),
        AT_RISK("At risk", EnumSet.of(Condition.AT_RISK, Condition.THROTTLED)),
        BREACHED("Breached", EnumSet.of(Condition.BREACHED)),
        IDLE("Idle", EnumSet.of(Condition.IDLE)),
        NOT_REPORTING("Not reporting", EnumSet.of(Condition.STALE, Condition.OFFLINE));

        private final String title;
        private final Set<Condition> conditions;

        Filter(String title, Set<Condition> conditions) {
            this.title = title;
            this.conditions = conditions;
        }

        String title() {
            return title;
        }

        boolean takes(FleetNode node) {
            return conditions.contains(node.condition());
        }
    }

    boolean takes(FleetNode node) {
        return filter.takes(node) && found(node);
    }

    private boolean found(FleetNode node) {
        if (text.isBlank()) {
            return true;
        }
        String known = Stream.concat(Stream.of(node.name(), node.id(), node.about().gpus(), node.about().model(), node.about().version()),
                node.labels().entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()))
                .collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
        return Arrays.stream(SPACE.split(text.strip().toLowerCase(Locale.ROOT))).allMatch(known::contains);
    }

    FleetChoice text(String typed) {
        return new FleetChoice(typed, filter, group);
    }

    FleetChoice filter(Filter chosen) {
        return new FleetChoice(text, chosen, group);
    }

    FleetChoice group(String label) {
        return new FleetChoice(text, filter, label);
    }
}
