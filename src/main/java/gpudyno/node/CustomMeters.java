package gpudyno.node;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import java.util.List;

/// Meters that users declare: they appear in frames, charts, rules, history and `/metrics` like built-in ones. Errors are those of [Node].
public interface CustomMeters {
    /// What was declared, by id.
    List<Meter> declared();

    /// Declares a meter to push to; declaring an equal one again changes nothing.
    void declare(Meter meter);

    /// Declares a gauge that follows an expression over other meters, such as `100.0 * sum(cache.evictions) / sum(cache.misses)`. It reads one
    /// second behind them.
    void derive(Meter meter, String expression);

    /// Takes samples, all or none of them; the level of a gauge holds for five minutes.
    ///
    /// @return how many went nowhere because their meter has as many series as it may have
    int push(List<Sample> samples);
}
