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

/// The trials of an interrupted session. A session with the same seed asks for the same trials in the same order. So the continued session
/// uses these results until they run out, and then measures.
final class EarlierTrials {
    /// The rate that was really offered differs by chance from the requested rate; a trial stores both.
    static final String ARRIVED = "arrived.rps";
    static final String CUT_OFF = "the session ended";

    private final List<Trial> left;

    EarlierTrials(List<Trial> trials) {
        left = new ArrayList<>(finished(trials));
    }

    /// The trials that were completed.
    static List<Trial> finished(List<Trial> trials) {
        return trials.stream().filter(trial -> trial.status() != Status.RUNNING && trial.status() != Status.STOPPED
        // Earlier versions recorded a trial cut off as pruned.
                && !trial.reason().equals(CUT_OFF)).toList();
    }

    static EarlierTrials of(SessionReport report) {
        return new EarlierTrials(report.trials());
    }

    /// The next earlier trial of a configuration for a purpose. The first one that does not match ends the reuse, because from there on the
    /// session took another course.
    Optional<Trial> next(Configuration configuration, Purpose purpose) {
        if (left.isEmpty()) {
            return Optional.empty();
        }
        Trial first = left.removeFirst();
        // Compared as text, because a value read from JSON is an Integer where the knob has a Long.
        if (first.purpose() == purpose && first.config().toString().equals(configuration.toString())) {
            return Optional.of(first);
        }
        left.clear();
        return Optional.empty();
    }

    /// The measurement of a trial, in its original form.
    static Measurement measurement(Trial trial) {
        Map<String, Double> meters = new TreeMap<>(trial.meters());
        Double arrived = meters.remove(ARRIVED);
        if (arrived != null) {
            meters.put(DerivedMeters.OFFERED, arrived);
        }
        return new Measurement(meters, trial.status() == Status.PRUNED ? trial.reason() : "");
    }
}
