package gpudyno.console.load;

import gpudyno.console.kit.Formats;
import gpudyno.model.load.Scenario;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A load to start from: it fills the form, and nothing starts yet.
///
/// @param bounds as [gpudyno.model.load.SloBound#parse] reads them; empty leaves those of the form
record Preset(String name, Scenario scenario, Duration warmup, String bounds) {
    private static final double USUAL_RATE = 50;

    /// Those that fit any node, the first two and the last made of what a profile asks.
    static List<Preset> of(Profile profile) {
        double rate = profile.target(DerivedMeters.THROUGHPUT).map(Target::bound).orElse(USUAL_RATE);
        String bounds = bounds(profile);
        Duration warm = Duration.ofSeconds(10);
        return List.of(
                new Preset("What " + profile.title() + " asks, for a minute", new Scenario.Poisson(rate, Duration.ofMinutes(1)), warm,
                        bounds),
                new Preset("The highest rate within " + profile.title(), new Scenario.FindMax(rate, Duration.ofSeconds(15)),
                        Duration.ofSeconds(2), bounds),
                new Preset("A look: 5 a second for 30 s", new Scenario.Constant(5, Duration.ofSeconds(30)), Duration.ofSeconds(2), ""),
                new Preset("Steps up to the breaking point", new Scenario.Step(rate / 2, rate / 2, Duration.ofSeconds(20), rate * 5), warm,
                        ""),
                new Preset("A spike to five times the rate", new Scenario.Spike(rate, rate * 5, Duration.ofMinutes(3)), warm, ""),
                new Preset("A soak of 20 minutes", new Scenario.Soak(rate, Duration.ofMinutes(20)), warm, ""));
    }

    private static String bounds(Profile profile) {
        List<String> bounds = new ArrayList<>();
        profile.target(DerivedMeters.LATENCY_P95).ifPresent(target -> bounds.add("p95=" + Formats.plain(target.bound()) + "ms"));
        profile.target(DerivedMeters.ERRORS_PERCENT).ifPresent(target -> bounds.add("errors=" + Formats.plain(target.bound()) + "%"));
        return String.join(",", bounds);
    }
}
