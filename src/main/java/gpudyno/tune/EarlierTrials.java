package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The trials of a session that was cut off. A session with the same seed asks for the same trials in the same order, so the session that goes
/// on takes these as answers until they run out, and then measures.
final class EarlierTrials {
    /// What a request arrives at differs by chance from what was asked for; a trial keeps both.
    static final String ARRIVED = "arrived.rps";
    static final String CUT_OFF = "the session ended";

    private final List<Trial> left;

    EarlierTrials(List<Trial> trials) {
        left = new ArrayList<>(finished(trials));
    }

    /// Those trials that came to their end.
    static List<Trial> finished(List<Trial> trials) {
        return trials.stream().filter(trial -> trial.status() != Status.RUNNING && trial.status() != Status.STOPPED
        // Earlier versions recorded a trial cut off as pruned.
                && !trial.reason().equals(CUT_OFF)).toList();
    }

    static EarlierTrials of(SessionReport report) {
        return new EarlierTrials(report.trials());
    }

    /// The next earlier trial of a configuration for a purpose. The first that does not fit ends all re-use: from there on the session
    /// took another way.
    Optional<Trial> next(Configuration configuration, Purpose purpose) {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Trial first = left.removeFirst();
        // As text: what came back from JSON is an Integer where a knob has a Long.
        if (first.purpose() == purpose && first.config().toString().equals(configuration.toString())) {
            return Optional.of(first);
        }
        left.clear();
        return Optional.empty();
    }

    /// What a trial measured, as its measurement said it.
    static Measurement measurement(Trial trial) {
        Map<String, Double> meters = new TreeMap<>(trial.meters());
        Double arrived = meters.remove(ARRIVED);
        if (arrived != null) {
            meters.put(DerivedMeters.OFFERED, arrived);
        }
        return new Measurement(meters, trial.status() == Status.PRUNED ? trial.reason() : "");
    }
}
