package gpudyno.model.tune;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import java.util.List;
import java.util.Optional;

/// What a tuning session tunes: a search space made of knobs, a way to apply a configuration, and a way to measure the one applied.
public interface Subject {
    /// The knobs the search may turn.
    List<Knob> knobs();

    /// What a session begins with and compares to: what a plain server does, for every knob that this says something about.
    Configuration baseline();

    /// A part of the space whose best is asked for too; empty where the best of all is the only question.
    default Optional<Restriction> restriction() {
        return Optional.empty();
    }

    /// By what its measurements count cost; where nothing is known, they tell no cost.
    default CostBasis costBasis() {
        return CostBasis.NONE;
    }

    /// Where all of the subject's knobs stand now.
    Configuration current();

    /// Turns knobs. Returns when they have taken effect.
    ///
    /// @throws TrialFailure if the configuration cannot run; the subject is then where it was
    void apply(Configuration configuration) throws TrialFailure, InterruptedException;

    /// Loads and measures the applied configuration.
    Measurement measure(MeasureRequest request) throws TrialFailure, InterruptedException;
}
