package gpudyno.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.model.tune.Goal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Map<String, Double> JUST_INSIDE = Map.of(DerivedMeters.MEMORY_PERCENT, 50.0, DerivedMeters.CACHE_HIT_PERCENT, 85.5,
            DerivedMeters.LATENCY_P95, 20.0, DerivedMeters.ERRORS_PERCENT, 0.0, DerivedMeters.THROUGHPUT, 400.0);

    @Test
    void whatIsJustInsideABoundMeetsItButIsNotWhatASearchLooksFor() {
        assertThat(Judgement.of(JUST_INSIDE, Profiles.OPTION_2, "").missed()).isEmpty();
        Judgement sought = Judgement.of(JUST_INSIDE, Judgement.drawnIn(Profiles.OPTION_2), "");
        assertThat(sought.missed()).containsExactly(DerivedMeters.CACHE_HIT_PERCENT);
        assertThat(sought.violation()).isCloseTo((92.5 - 85.5) / 92.5, within(1e-9));
    }

    @Test
    void everyBoundIsDrawnInToItsGoodSide() {
        for (Profile profile : Profiles.SHIPPED) {
            for (Target target : profile.targets()) {
                double drawnIn = Judgement.drawnIn(profile).target(target.meter()).orElseThrow().bound();
                assertThat(target.isMetBy(drawnIn)).as(profile.id() + " " + target).isTrue();
                assertThat(target.margin(drawnIn)).as(profile.id() + " " + target).isPositive();
            }
        }
    }

    @Test
    void roomIsPreferredButNotToAHair() {
        Profile sought = Judgement.drawnIn(Profiles.OPTION_2);
        Judgement justInside = Judgement.of(JUST_INSIDE, sought, "");
        Judgement roomy = Judgement.of(with(97, 400), sought, "");
        Judgement roomyAndQuicker = Judgement.of(with(92, 500), sought, "");
        assertThat(Judgement.BEST_FIRST.compare(roomy, justInside)).isNegative();
        assertThat(Judgement.BEST_FIRST.compare(roomyAndQuicker, roomy)).isNegative();
    }

    private static Map<String, Double> with(double hit, double throughput) {
        Map<String, Double> meters = new HashMap<>(JUST_INSIDE);
        meters.put(DerivedMeters.CACHE_HIT_PERCENT, hit);
        meters.put(DerivedMeters.THROUGHPUT, throughput);
        return meters;
    }

    @Test
    void costsOfAnyCurrencyAreToldApart() {
        for (double unit : new double[]{0.0001, 1, 20_000}) {
            Judgement cheap = costing(0.9 * unit);
            Judgement dear = costing(1.1 * unit);
            assertThat(Judgement.BEST_FIRST.compare(cheap, dear)).as("in units of " + unit).isNegative();
            assertThat(cheap.cost()).as("in units of " + unit).isLessThan(dear.cost() - 0.1);
        }
    }

    private static Judgement costing(double perThousand) {
        Map<String, Double> meters = new HashMap<>(with(97, 400));
        meters.put(DerivedMeters.COST_PER_THOUSAND, perThousand);
        return Judgement.of(meters, Profiles.OPTION_2, "", Goal.COST);
    }
}
