package gpudyno.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cache.KeyGlob;
import org.junit.jupiter.api.Test;

class KeySweepTest {
    @Test
    void theServerGetsTheLiteralBeginningAndNothingThatItWouldRead() {
        assertThat(KeySweep.forServer(new KeyGlob("gpudyno:model@1:*a*a"))).isEqualTo("gpudyno:model@1:*");
        assertThat(KeySweep.forServer(new KeyGlob("gpudyno:[x]?"))).isEqualTo("gpudyno:\\[x\\]*");
        assertThat(KeySweep.forServer(new KeyGlob("gpudyno:whole"))).isEqualTo("gpudyno:whole");
    }
}
