package gpudyno.console.fleet;

import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Condition;
import java.util.Arrays;
import java.util.Locale;
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
        ALL("All"),
        HEALTHY("Healthy"),
        AT_RISK("At risk"),
        BREACHED("Breached"),
        IDLE("Idle"),
        NOT_REPORTING("Not reporting");

        private final String title;

        Filter(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        boolean takes(FleetNode node) {
            Condition condition = node.condition();
            return switch (this) {
                case ALL -> true;
                case HEALTHY -> condition == Condition.HEALTHY;
                case AT_RISK -> condition == Condition.AT_RISK || condition == Condition.THROTTLED;
                case BREACHED -> condition == Condition.BREACHED;
                case IDLE -> condition == Condition.IDLE;
                case NOT_REPORTING -> condition == Condition.STALE || condition == Condition.OFFLINE;
            };
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
