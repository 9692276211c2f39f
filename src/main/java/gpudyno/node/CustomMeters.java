package gpudyno.node;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Sample;
import java.net.URI;
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

    /// The Prometheus endpoints that the node scrapes, by name: those of its `meters.yaml` and those that were added since.
    List<Scraped> scraped();

    /// Scrapes an endpoint every ten seconds from now on, also after a restart of the node. One that is scraped already is not taken twice.
    ///
    /// @param wanted begins the ids of its meters: a word of lower-case letters and digits; where it is taken, a number is added
    /// @return the name that it has
    String scrape(URI endpoint, String wanted);

    /// Ends the scrapes of an endpoint that was added.
    void stopScraping(String name);

    /// A Prometheus endpoint.
    ///
    /// @param name begins the ids of its meters
    /// @param address for people, credentials masked
    /// @param added whether it was added by [#scrape]
    /// @param failing whether its last scrape failed
    /// @param outcome of its last scrape, in words; empty before the first
    record Scraped(String name, String address, boolean added, boolean failing, String outcome) {}
}
