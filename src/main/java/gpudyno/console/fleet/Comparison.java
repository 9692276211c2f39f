package gpudyno.console.fleet;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KnobWords;
import gpudyno.model.fleet.FleetFigures;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.knob.KnobState;
import gpudyno.model.meter.DerivedMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two nodes side by side.
///
/// @param figures of the last minute
/// @param knobs those that both have and that stand apart
/// @param common how many knobs both have
record Comparison(FleetNode left, FleetNode right, List<Figure> figures, List<Setting> knobs, int common) {
    /// @param better 1 where the right one is better, −1 where it is worse, 0 where neither is or it cannot be said
    record Figure(String title, String left, String right, String difference, int better) {}

    record Setting(String id, String left, String right) {}

    static Comparison of(FleetNode left, List<KnobState> leftKnobs, FleetNode right, List<KnobState> rightKnobs) {
        List<Figure> figures = new ArrayList<>();
        add(figures, "Held rate, req/s", left.about().heldRate(), right.about().heldRate(), true);
        add(figures, "Rate, req/s", left.figure(DerivedMeters.THROUGHPUT), right.figure(DerivedMeters.THROUGHPUT), true);
        add(figures, "p95, ms", left.p95(), right.p95(), false);
        add(figures, "Energy, J/req", FleetFigures.of(List.of(left)).joulesPerRequest(), FleetFigures.of(List.of(right)).joulesPerRequest(),
                false);
        add(figures, "Errors, %", left.figure(DerivedMeters.ERRORS_PERCENT), right.figure(DerivedMeters.ERRORS_PERCENT), false);
        add(figures, "Cache hit, %", left.figure(DerivedMeters.CACHE_HIT_PERCENT), right.figure(DerivedMeters.CACHE_HIT_PERCENT), true);
        add(figures, "Memory, %", left.figure(DerivedMeters.MEMORY_PERCENT), right.figure(DerivedMeters.MEMORY_PERCENT), false);
        List<Setting> apart = new ArrayList<>();
        int common = 0;
        for (KnobState one : leftKnobs) {
            Optional<KnobState> other = rightKnobs.stream().filter(state -> state.knob().id().equals(one.knob().id())).findFirst();
            if (other.isPresent()) {
                common++;
                if (!other.get().value().equals(one.value())) {
                    apart.add(new Setting(one.knob().id(), KnobWords.value(one.knob(), one.value()),
                            KnobWords.value(one.knob(), other.get().value())));
                }
            }
        }
        return new Comparison(left, right, List.copyOf(figures), List.copyOf(apart), common);
    }

    /// A figure that neither node has is left out.
    private static void add(List<Figure> figures, String title, double left, double right, boolean moreIsBetter) {
        if (!Double.isFinite(left) && !Double.isFinite(right)) {
            return;
        }
        double share = (right - left) / left;
        boolean comparable = Double.isFinite(share);
        figures.add(new Figure(title, Formats.number(left), Formats.number(right), comparable ? Formats.change(share) : Formats.NONE,
                !comparable || share == 0 ? 0 : share > 0 == moreIsBetter ? 1 : -1));
    }
}
