package gpudyno.model.target;

import gpudyno.model.OneLine;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Target.Comparison;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The profiles that ship. Each tier has the modules of the one before and its own.
public final class Profiles {
    private static final Set<Module> TIER_1 = EnumSet.of(Module.DASHBOARD);
    private static final Set<Module> TIER_2 = and(TIER_1, Module.GPU_OPTIMIZER, Module.DISTRIBUTED_CACHE, Module.LOAD_TESTING);
    private static final Set<Module> TIER_3 = and(TIER_2, Module.PREDICTIVE_OPTIMIZER, Module.ALERTING, Module.COST_TRACKING);
    private static final Set<Module> ALL = EnumSet.allOf(Module.class);

    /// No targets: the node as it is.
    public static final Profile AS_FOUND = new Profile("as-found", "As found", "measured", List.of(), TIER_1);
    public static final Profile OPTION_1 = profile("option-1", "Option 1", "90 %", TIER_1, 85, 75, 1000, Comparison.AT_MOST, 2, 20);
    public static final Profile OPTION_2 = profile("option-2", "Option 2", "95 %", TIER_2, 75, 85, 500, Comparison.BELOW, 1, 50);
    public static final Profile TIER_2_98 = profile("tier-2", "Tier 2", "98 %", TIER_3, 70, 90, 200, Comparison.BELOW, 0.5, 100);
    public static final Profile OPTION_3 = profile("option-3", "Option 3", "99 %+", ALL, 65, 95, 100, Comparison.BELOW, 0.1, 200);

    public static final List<Profile> SHIPPED = List.of(AS_FOUND, OPTION_1, OPTION_2, TIER_2_98, OPTION_3);

    /// Characters of an unknown id that are shown.
    private static final int LONGEST_SHOWN = 40;

    private Profiles() {
    }

    /// The shipped profile of an id; an unknown one is an IllegalArgumentException that lists them.
    public static Profile byId(String id) {
        return SHIPPED.stream().filter(profile -> profile.id().equals(id)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown targets '" + id + "'; known are " + SHIPPED.stream().map(Profile::id).collect(Collectors.joining(", "))));
    }

    /// The profile a node names. One that does not ship, such as of another version, sets no targets, and its title says that it is unknown.
    public static Profile named(String id) {
        return SHIPPED.stream().filter(profile -> profile.id().equals(id)).findFirst()
                .orElseGet(() -> new Profile(id, "unknown profile " + OneLine.shortened(id, LONGEST_SHOWN), "", List.of(), Set.of()));
    }

    private static Profile profile(String id, String title, String label, Set<Module> modules, double memory, double hit, double p95,
            Comparison errorComparison, double errors, double throughput) {
        return new Profile(id, title, label,
                List.of(new Target(DerivedMeters.MEMORY_PERCENT, Comparison.AT_MOST, memory),
                        new Target(DerivedMeters.CACHE_HIT_PERCENT, Comparison.AT_LEAST, hit),
                        new Target(DerivedMeters.LATENCY_P95, Comparison.AT_MOST, p95),
                        new Target(DerivedMeters.ERRORS_PERCENT, errorComparison, errors),
                        new Target(DerivedMeters.THROUGHPUT, Comparison.AT_LEAST, throughput)),
                modules);
    }

    private static Set<Module> and(Set<Module> those, Module... more) {
        EnumSet<Module> all = EnumSet.copyOf(those);
        all.addAll(List.of(more));
        return all;
    }
}
