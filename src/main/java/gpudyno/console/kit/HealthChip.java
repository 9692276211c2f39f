package gpudyno.console.kit;

/// How a node is, in one chip.
public final class HealthChip extends Chip {
    /// At risk: an alert fires while the targets hold. Breached: a target failed. Stale and offline: nothing new is heard of the node.
    public enum Health {
        HEALTHY(Status.SUCCESS, "Healthy"),
        AT_RISK(Status.WARNING, "At risk"),
        BREACHED(Status.DANGER, "Breached"),
        STALE(Status.WARNING, "Stale"),
        OFFLINE(Status.NEUTRAL, "Offline");

        private final Status status;
        private final String words;

        Health(Status status, String words) {
            this.status = status;
            this.words = words;
        }
    }

    public HealthChip(Health health) {
        super(health.status, health.words);
        dot();
    }

    public void show(Health health) {
        show(health.status, health.words);
    }
}
