package gpudyno.model.fleet;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one of many nodes, of its last minute.
///
/// @param id by which it is known again
/// @param name what it is called, no two alike
/// @param labels given to it by its operator, such as `site`
/// @param link how it is reached
/// @param profile what it is judged by
/// @param serving its requests of the last minute
/// @param hardware its GPUs now
/// @param alerts that fire and that nobody has acknowledged
/// @param course p95 over the range in view in milliseconds, evenly spaced, oldest first; NaN where nothing was served or heard
public record FleetNode(String id, String name, Map<String, String> labels, About about, Link link, Profile profile, Serving serving,
        Hardware hardware, Alerts alerts, double[] course) {
    /// What it is.
    ///
    /// @param version of GPU Dyno; empty while it is unknown
    /// @param model that it serves
    /// @param gpus in a few words, such as `L40S ×2`; empty without
    /// @param heldRate requests per second that its last session found it to hold; NaN where there was none
    public record About(String version, String model, String gpus, double heldRate) {
        public static final About UNKNOWN = new About("", "", "", Double.NaN);
    }

    /// @param age since it told something last; zero while it is connected
    /// @param words in brief, such as `4 ms` or `try 3`
    public record Link(State state, Duration age, String words) {
        public enum State {
            CONNECTED,
            RECONNECTING,
            LOST
        }

        public boolean isConnected() {
            return state == State.CONNECTED;
        }
    }

    /// @param window its figures as targets judge them
    /// @param latencies of correct answers
    /// @param joules that its GPUs took meanwhile; NaN where that is not told
    public record Serving(JudgedWindow window, Latencies latencies, double joules) {
        public static final Serving NONE = new Serving(JudgedWindow.EMPTY, Latencies.NONE, Double.NaN);
    }

    /// @param memoryUsed bytes of all GPUs; NaN without
    /// @param power watts of all GPUs; NaN where none is told
    /// @param busiest the GPU with the highest utilisation
    /// @param throttled why clocks of a GPU are low that should not be; empty while none are
    public record Hardware(int gpus, double memoryUsed, double memoryTotal, double power, double powerLimit, Optional<Busiest> busiest,
            String throttled) {
        public static final Hardware NONE = new Hardware(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Optional.empty(), "");

        /// @param title such as `GPU 1`
        /// @param percent of the time in which it works
        public record Busiest(String title, double percent) {}
    }

    /// @param critical whether one of them is
    public record Alerts(int count, boolean critical) {
        public static final Alerts NONE = new Alerts(0, false);
    }

    /// How a node is, in one word. The first that holds of: offline, stale, breached, throttled, at risk, idle, healthy.
    public enum Condition {
        HEALTHY,
        AT_RISK,
        THROTTLED,
        BREACHED,
        IDLE,
        STALE,
        OFFLINE
    }

    public FleetNode {
        labels = Map.copyOf(labels);
    }

    public Condition condition() {
        return switch (link.state) {
            case LOST -> Condition.OFFLINE;
            case RECONNECTING -> Condition.STALE;
            case CONNECTED -> {
                if (serving.window.misses(profile)) {
                    yield Condition.BREACHED;
                }
                if (!hardware.throttled.isEmpty()) {
                    yield Condition.THROTTLED;
                }
                if (alerts.count > 0) {
                    yield Condition.AT_RISK;
                }
                yield isIdle() ? Condition.IDLE : Condition.HEALTHY;
            }
        };
    }

    /// Too few requests to say anything of percentiles and errors.
    public boolean isIdle() {
        return serving.window.requests() < JudgedWindow.LEAST_REQUESTS;
    }

    /// One for each target of the profile, in its order.
    public List<Outcome> outcomes() {
        return profile.targets().stream().map(serving.window::judge).toList();
    }

    /// Whether its targets say anything now: it is heard, has targets and serves.
    public boolean isJudged() {
        return link.isConnected() && !profile.targets().isEmpty() && !isIdle();
    }

    /// A figure of the last minute by the ids of [DerivedMeters]; NaN where nothing was measured.
    public double figure(String id) {
        return serving.window.figures().getOrDefault(id, Double.NaN);
    }

    public double p95() {
        return isIdle() ? Double.NaN : figure(DerivedMeters.LATENCY_P95);
    }

    /// What it is under a label; also under `model`, `gpu` and `version`. Empty where it has none such.
    public String label(String key) {
        String given = labels.get(key);
        if (given != null) {
            return given;
        }
        return switch (key) {
            case "model" -> about.model;
            case "gpu" -> about.gpus;
            case "version" -> about.version;
            default -> "";
        };
    }
}
