package gpudyno.node.local;

import gpudyno.model.foresight.Anomaly;
import gpudyno.store.Json;
import gpudyno.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The anomalies of the last seven days and what feedback made of the tolerances, in memory and in the store.
final class KnownAnomalies {
    private static final String TOLERANCES = "foresight.tolerances";
    private static final Duration KEPT = Duration.ofDays(7);
    private final Map<Long, Anomaly> anomalies = new HashMap<>();
    private final Store store;
    private final Recorder recorder;

    private record Tolerances(Map<String, Double> byMeter) {}

    KnownAnomalies(Store store, Recorder recorder) {
        this.store = store;
        this.recorder = recorder;
        store.anomalies().between(Instant.now().minus(KEPT), Instant.now()).forEach(one -> anomalies.put(one.id(), one));
    }

    /// As they were kept last, by meter.
    Map<String, Double> tolerances() {
        return store.settings().get(TOLERANCES, Tolerances.class).map(Tolerances::byMeter).orElse(Map.of());
    }

    /// Keeps an anomaly as it stands now; it is stored where more than its score has changed.
    void keep(Anomaly anomaly) {
        Anomaly before = anomalies.put(anomaly.id(), anomaly);
        boolean news = before == null || before.kind() != anomaly.kind() || before.isOpen() != anomaly.isOpen()
                || before.parts().size() != anomaly.parts().size();
        if (news) {
            recorder.write(to -> to.anomalies().put(anomaly.id(), anomaly.from(), anomaly));
        }
        if (before == null) {
            anomalies.values().removeIf(one -> one.from().isBefore(anomaly.from().minus(KEPT)));
        }
    }

    /// @throws IllegalArgumentException if there is none of that id
    Anomaly get(long id) {
        Anomaly anomaly = anomalies.get(id);
        if (anomaly == null) {
            throw new IllegalArgumentException("there is no anomaly " + id + " in the last seven days");
        }
        return anomaly;
    }

    /// Keeps that one was to be expected, and what is tolerated since.
    void markExpected(Anomaly anomaly, Map<String, Double> tolerances) {
        Anomaly marked = anomaly.asExpected();
        anomalies.put(marked.id(), marked);
        store.settings().set(TOLERANCES, Json.write(new Tolerances(tolerances)));
        store.anomalies().put(marked.id(), marked.from(), marked);
    }

    List<Anomaly> newest(int most) {
        return anomalies.values().stream().sorted((one, other) -> Long.compare(other.id(), one.id())).limit(most).toList();
    }

    int told() {
        return anomalies.size();
    }

    int expected() {
        return (int) anomalies.values().stream().filter(Anomaly::expected).count();
    }
}
