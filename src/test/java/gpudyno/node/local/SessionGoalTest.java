package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.tune.Goal;
import org.junit.jupiter.api.Test;

class SessionGoalTest {
    @Test
    void theLowestCostCannotBeSoughtWhereNothingCosts() {
        assertThatThrownBy(() -> TuningSessions.checkGoal(Goal.COST, CostBasis.NONE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither a price nor its power").hasMessageContaining("deviceHour").hasMessageContaining("watts");
        assertThatNoException().isThrownBy(() -> TuningSessions.checkGoal(Goal.HELD_RATE, CostBasis.NONE));
    }

    @Test
    void aPriceOrKnownPowerIsEnough() {
        assertThatNoException().isThrownBy(() -> TuningSessions.checkGoal(Goal.COST,
                new CostBasis("USD", 2.0, null, null, EnergySource.UNKNOWN, "declared")));
        assertThatNoException().isThrownBy(
                () -> TuningSessions.checkGoal(Goal.COST, new CostBasis(null, null, null, null, EnergySource.POWER, "")));
    }

    @Test
    void anUnknownGoalIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> Goal.byId("profit")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("profit")
                .hasMessageContaining("held-rate, cost");
    }
}
