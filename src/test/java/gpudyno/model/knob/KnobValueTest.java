package gpudyno.model.knob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.store.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Equal values are equal however they were written.
class KnobValueTest {
    private static final List<KnobType> TYPES = List.of(new KnobType.Whole(-5, 64, KnobType.Scale.LINEAR),
            new KnobType.Whole(0, Long.MAX_VALUE, KnobType.Scale.LOG), new KnobType.Whole(1, 64, KnobType.Scale.POWER_OF_TWO),
            new KnobType.Real(-1, 1, KnobType.Scale.LINEAR), new KnobType.Real(1e-9, 1e18, KnobType.Scale.LOG),
            new KnobType.Choice(List.of("lru", "4", "8.0", "true")), new KnobType.Switch());

    private static Object drawn(KnobType type, Random random) {
        return switch (type) {
            case KnobType.Whole whole -> random.nextInt(4) == 0 ? whole.max() : random.nextLong(whole.min(), whole.max());
            case KnobType.Real real -> random.nextBoolean()
                    ? real.min() + random.nextDouble() * (real.max() - real.min())
                    : Math.rint(Math.max(real.min(), Math.min(real.max(), random.nextDouble() * 2000)));
            case KnobType.Choice choice -> choice.values().get(random.nextInt(choice.values().size()));
            case KnobType.Switch _ -> random.nextBoolean();
        };
    }

    /// Every way in which a client, a file or Java may write the same value.
    private static Stream<Object> written(Object value) {
        Stream<Object> plain = Stream.of(value, value.toString());
        return switch (value) {
            case Long whole -> Stream.concat(plain,
                    Stream.of(BigInteger.valueOf(whole), BigDecimal.valueOf(whole), new BigDecimal(whole + ".00"), whole + ".0")
                            .flatMap(other -> whole == whole.intValue()
                                    ? Stream.of(other, whole.intValue(), whole.doubleValue())
                                    : Stream.of(other)));
            case Double real -> Stream.concat(plain, Stream.of(BigDecimal.valueOf(real), new BigDecimal(real.toString()).toPlainString()));
            case Boolean on -> Stream.concat(plain, Stream.of(on ? "on" : "off"));
            default -> plain;
        };
    }

    @Test
    void aValueOfAnyTypeIsEqualHoweverItIsWrittenAndAfterJson() throws Exception {
        Random random = new Random(17);
        for (KnobType type : TYPES) {
            for (int i = 0; i < 300; i++) {
                Object value = type.check(drawn(type, random));
                Configuration configuration = Configuration.of(Map.of("knob", value));
                List<Object> forms = written(value).toList();
                for (Object form : forms) {
                    Object checked = type.check(form);
                    assertThat(checked).as("%s written as %s %s", type, form.getClass().getSimpleName(), form).isEqualTo(value);
                    Configuration other = Configuration.of(Map.of("knob", checked));
                    assertThat(other).isEqualTo(configuration).hasSameHashCodeAs(configuration).hasToString(configuration.toString());
                    assertThat(other.changedFrom(configuration)).isEqualTo(Configuration.EMPTY);
                }
                Configuration back = Json.read(Json.write(configuration), Configuration.class);
                assertThat(back).isEqualTo(configuration);
                assertThat(type.check(Objects.requireNonNull(back.get("knob")))).isEqualTo(value);
                KnobState state = new KnobState(new Knob("knob", type, "1", "test", ChangeCost.FREE, true), value);
                assertThat(Json.read(Json.write(state), KnobState.class)).isEqualTo(state);
            }
        }
    }

    /// JavaScript writes 4.0 as 4, and a byte size beyond 2^31 comes back as another Java type than a small one.
    @Test
    void numbersAreEqualWithoutTheirType() throws Exception {
        assertThat(configuration("{\"a\": 4, \"b\": 8589934592, \"c\": 0.5, \"d\": -0.0, \"e\": 1e3}"))
                .isEqualTo(configuration("{\"a\": 4.0, \"b\": 8.589934592e9, \"c\": 5e-1, \"d\": 0, \"e\": 1000}"))
                .isEqualTo(Configuration.of(Map.of("a", 4, "b", 8L << 30, "c", 0.5f, "d", 0.0, "e", new BigDecimal("1000.0"))));
        assertThat(Configuration.of(Map.of("a", 4))).isNotEqualTo(Configuration.of(Map.of("a", true)));
        IntStream.rangeClosed(0, 62).forEach(shift -> assertThat(KnobValue.canonical((double) (1L << shift))).isEqualTo(1L << shift));
        assertThat(KnobValue.canonical(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(KnobValue.canonical(new BigInteger("9223372036854775808"))).isEqualTo(0x1p63);
    }

    private static Configuration configuration(String json) throws Exception {
        return new ObjectMapper().readValue(json, new TypeReference<Configuration>() {
        });
    }

    @Test
    void whatIsNoValueIsRefusedByName() {
        for (Object bad : new Object[]{List.of(1), Map.of("a", 1), Double.NaN, Double.POSITIVE_INFINITY, new BigDecimal("1e999")}) {
            assertThatThrownBy(() -> Configuration.of(Map.of("a.size", bad))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a.size");
        }
        KnobType whole = new KnobType.Whole(1, 64, KnobType.Scale.LINEAR);
        KnobType real = new KnobType.Real(0, 1, KnobType.Scale.LINEAR);
        for (Object bad : new Object[]{"", " ", "4d", "0x4", "NaN", "1e999999999", "9".repeat(2_000_000), true, 4.5, -1, 1e300}) {
            assertThatThrownBy(() -> whole.check(bad)).hasMessageContaining("a whole number from 1 to 64");
            assertThatThrownBy(() -> real.check(bad)).hasMessageContaining("a number from 0.0 to 1.0");
        }
    }
}
