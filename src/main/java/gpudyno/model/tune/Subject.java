package gpudyno.model.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import java.util.List;

/// What a tuning session tunes: a search space made of knobs, a way to apply a configuration, and a way to measure the one applied.
public interface Subject {
    /// The knobs the search may turn.
    List<Knob> knobs();

    /// Where all of the subject's knobs stand now.
    Configuration current();

    /// Turns knobs. Returns when they have taken effect.
    ///
    /// @throws TrialFailure if the configuration cannot run; the subject is then where it was
    void apply(Configuration configuration) throws TrialFailure, InterruptedException;

    /// Loads and measures the applied configuration.
    Measurement measure(MeasureRequest request) throws TrialFailure, InterruptedException;
}
