package gpudyno.model.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProfilesTest {
    @Test
    void aProfileOfAnotherVersionHasNoTargetsAndSaysThatItIsUnknown() {
        Profile unknown = Profiles.named("option-9");
        assertThat(unknown.name()).isEqualTo("unknown profile option-9");
        assertThat(unknown.targets()).isEmpty();
        assertThat(Profiles.named("x".repeat(500)).title()).hasSizeLessThan(80);
        assertThat(Profiles.named("option-3")).isSameAs(Profiles.OPTION_3);
    }

    @Test
    void whatAPersonAsksForMustBeKnown() {
        assertThatThrownBy(() -> Profiles.byId("option-9")).hasMessage(
                "unknown targets 'option-9'; known are as-found, option-1, option-2, tier-2, option-3");
    }
}
