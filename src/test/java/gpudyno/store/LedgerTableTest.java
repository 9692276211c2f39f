package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Use;
import gpudyno.model.cost.LedgerEntry.Work;
import gpudyno.model.node.RecordKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTableTest {
    private static final Instant HOUR = Instant.parse("2026-11-19T13:00:00Z");

    private static LedgerEntry minute(int minute, EnergySource source) {
        return new LedgerEntry(HOUR.plusSeconds(60L * minute), new Use(40, 80, 1000, 0), new Use(5, 10, 100, 0), new Use(15, 30, 60, 0),
                new Work(300, 40, 2.5, 9000, 0), source);
    }

    @Test
    void aMinuteThatIsCountedInTwoPartsIsTheirSum(@TempDir Path folder) {
        try (Store store = Store.open(DataFolder.open(folder))) {
            store.ledger().add(minute(0, EnergySource.COUNTER));
            store.ledger().add(minute(0, EnergySource.POWER));
            assertThat(store.ledger().between(HOUR, HOUR.plusSeconds(60))).singleElement().satisfies(entry -> {
                assertThat(entry.work().requests()).isEqualTo(600);
                assertThat(entry.seconds()).isCloseTo(120, within(1e-9));
                assertThat(entry.source()).isEqualTo(EnergySource.POWER);
            });
        }
    }

    @Test
    void oldMinutesBecomeTheirHourAndWhatIsTooOldGoes(@TempDir Path folder) {
        try (Store store = Store.open(DataFolder.open(folder))) {
            LedgerTable ledger = store.ledger();
            for (int minute = 0; minute < 90; minute++) {
                ledger.add(minute(minute, EnergySource.COUNTER));
            }
            Instant later = HOUR.plus(LedgerTable.MINUTES_KEPT).plus(Duration.ofMinutes(61));
            ledger.age(later);
            List<LedgerEntry> kept = ledger.between(HOUR, later);
            assertThat(kept).hasSize(31);
            assertThat(kept.getFirst().from()).isEqualTo(HOUR);
            assertThat(kept.getFirst().work().requests()).isEqualTo(60 * 300);
            assertThat(kept.getFirst().idle().joules()).isCloseTo(60 * 60, within(1e-6));
            ledger.age(later);
            assertThat(ledger.between(HOUR, later)).as("once is enough").isEqualTo(kept);
            ledger.age(HOUR.plus(Duration.ofDays(RecordKind.LEDGER.usual())).plus(Duration.ofHours(2)));
            assertThat(ledger.between(HOUR, later)).isEmpty();
        }
    }
}
