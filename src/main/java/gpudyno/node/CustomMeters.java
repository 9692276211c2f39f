package gpudyno.node;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import java.util.List;

/// Meters that users declare: they appear in frames, charts, rules, history and `/metrics` like built-in ones. Errors are those of [Node].
public interface CustomMeters {
    /// The declared meters, by id.
    List<Meter> declared();

    /// Declares a meter to push to; declaring an equal one again changes nothing.
    void declare(Meter meter);

    /// Declares a gauge that follows an expression over other meters, such as `100.0 * sum(cache.evictions) / sum(cache.misses)`. Its value
    /// is one second behind those meters.
    void derive(Meter meter, String expression);

    /// Takes all samples, or none if one is wrong. The value of a gauge is kept for five minutes.
    ///
    /// @return the number of samples that were dropped because their meter already has its maximum of series
    int push(List<Sample> samples);
}
