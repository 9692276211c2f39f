package gpudyno.console.fleet;

import gpudyno.model.fleet.FleetFigures;
import gpudyno.model.fleet.FleetNode;

/// A line of the table: a node, or the group that the nodes after it belong to.
sealed interface FleetLine {
    /// The place of the group among groups.
    int group();

    /// By which the line is known again.
    String key();

    /// @param title such as `site = lab`
    record Group(int group, String title, FleetFigures figures, boolean open) implements FleetLine {
        @Override
        public String key() {
            return title;
        }
    }

    record Row(int group, FleetNode node) implements FleetLine {
        @Override
        public String key() {
            return node.id();
        }
    }
}
