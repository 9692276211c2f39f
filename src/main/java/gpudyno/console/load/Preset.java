package gpudyno.console.load;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.ScenarioCard.Shape;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.util.ArrayList;
import java.util.List;

/// A load to start from: it fills the form, and nothing starts yet.
///
/// @param rate at first, requests a second; steps rise by as much
/// @param upTo the highest rate of a shape that has one
/// @param seconds of the whole; of one step, of one probe
/// @param warmup seconds
/// @param bounds as [gpudyno.model.load.Slo#parse] reads them; empty leaves those of the form
record Preset(String name, Shape shape, double rate, double upTo, double seconds, double warmup, String bounds) {
    private static final double USUAL_RATE = 50;

    /// Those that fit any node, at the rate a profile asks, and two that ask its bounds where it has some.
    static List<Preset> of(Profile profile) {
        double rate = profile.target(DerivedMeters.THROUGHPUT).map(Target::bound).orElse(USUAL_RATE);
        String bounds = bounds(profile);
        List<Preset> presets = new ArrayList<>();
        if (!bounds.isEmpty()) {
            presets.add(new Preset("What " + profile.title() + " asks, for a minute", Shape.POISSON, rate, rate, 60, 10, bounds));
            presets.add(new Preset("The highest rate within " + profile.title(), Shape.FIND_MAX, rate, rate,
                    Scenario.FindMax.usualProbe(Slo.parse(bounds)).toSeconds(), 5, bounds));
        }
        presets.add(new Preset("A look: 5 a second for 30 s", Shape.CONSTANT, 5, 5, 30, 2, ""));
        presets.add(new Preset("Steps up to the breaking point", Shape.STEP, rate / 2, rate * 5, 20, 10, ""));
        presets.add(new Preset("A spike to five times the rate", Shape.SPIKE, rate, rate * 5, 180, 10, ""));
        presets.add(new Preset("A soak of 20 minutes", Shape.SOAK, rate, rate, 1200, 10, ""));
        return presets;
    }

    private static String bounds(Profile profile) {
        List<String> bounds = new ArrayList<>();
        profile.target(DerivedMeters.LATENCY_P95).ifPresent(target -> bounds.add("p95=" + Formats.plain(target.bound()) + "ms"));
        profile.target(DerivedMeters.ERRORS_PERCENT).ifPresent(target -> bounds.add("errors=" + Formats.plain(target.bound()) + "%"));
        return String.join(",", bounds);
    }
}
