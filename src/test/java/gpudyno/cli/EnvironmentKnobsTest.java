package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentKnobsTest {
    private static final List<Knob> KNOBS = List.of(
            new Knob("cache.enabled", new KnobType.Switch(), "", "", ChangeCost.FREE, true),
            new Knob("serve.batch.maxSize", new KnobType.Switch(), "1", "", ChangeCost.FREE, true));

    @Test
    void variablesAreKnobsAndOthersAreLeftAlone() throws Exception {
        assertThat(EnvironmentKnobs.of(Map.of("HOME", "/", "GPUDYNO_DATA", "d", "GPUDYNO_KNOB_SERVE_BATCH_MAXSIZE", "16"), KNOBS))
                .containsExactly(Map.entry("serve.batch.maxSize", "16"));
    }

    @Test
    void aVariableThatNamesNoKnobIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> EnvironmentKnobs.of(Map.of("GPUDYNO_KNOB_BATCH", "16"), KNOBS)).isInstanceOf(SetupException.class)
                .hasMessage("GPUDYNO_KNOB_BATCH in the environment sets no knob; there are"
                        + " GPUDYNO_KNOB_CACHE_ENABLED, GPUDYNO_KNOB_SERVE_BATCH_MAXSIZE");
    }
}
