package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cost.Prices;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceListTest {
    @Test
    void devicesAreRecognisedByWholeWords() {
        assertThat(PriceList.of("NVIDIA H100 80GB HBM3").orElseThrow().model()).isEqualTo("H100");
        assertThat(PriceList.of("NVIDIA A100-SXM4-80GB").orElseThrow().model()).isEqualTo("A100-SXM4-80GB");
        assertThat(PriceList.of("NVIDIA A100-SXM4-40GB").orElseThrow().model()).isEqualTo("A100");
        assertThat(PriceList.of("Tesla V100-SXM2-16GB").orElseThrow().model()).isEqualTo("V100");
        assertThat(PriceList.of("NVIDIA A1000 Laptop GPU")).isEmpty();
        assertThat(PriceList.of("NVIDIA L40S")).isEmpty();
    }

    @Test
    void aListPriceNamesItsSourceAndItsDate() {
        Prices prices = PriceList.undeclared(List.of("NVIDIA A10", "NVIDIA A10"));
        assertThat(prices.source()).contains("A10");
        assertThat(prices.dated()).isNotNull();
        assertThat(prices.deviceHour()).isPositive();
    }

    @Test
    void withoutAKnownKindOfDeviceNothingHasAPrice() {
        assertThat(PriceList.undeclared(List.of()).deviceHour()).isNull();
        assertThat(PriceList.undeclared(List.of("NVIDIA A10", "NVIDIA A100")).deviceHour()).isNull();
    }
}
