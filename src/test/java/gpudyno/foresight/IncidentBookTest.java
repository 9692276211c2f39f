package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.foresight.IncidentBook.Sign;
import gpudyno.foresight.IncidentBook.Telling;
import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Incident.Clue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentBookTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<Long, Incident> told = new LinkedHashMap<>();
    private final IncidentBook book = new IncidentBook(4,
            (_, _, clues) -> new Telling(clues.size() + " clues", "", List.of()), one -> told.put(one.id(), one));
    private int second;

    private static Sign sign(String ref, Area area, int at, boolean opens) {
        return new Sign(new Clue(START.plusSeconds(at), Clue.Kind.ALERT, ref, area, ref), opens, true);
    }

    private void pass(int seconds, Sign... signs) {
        for (int i = 0; i < seconds; i++) {
            book.accept(START.plusSeconds(second++), List.of(signs));
        }
    }

    @Test
    void whatComesTogetherIsOneIncidentThatBeginsWithItsFirstSign() {
        pass(5, sign("arrivals", Area.TRAFFIC, 0, false));
        assertThat(told).isEmpty();
        pass(10, sign("arrivals", Area.TRAFFIC, 0, false), sign("slow", Area.SERVING, 5, true));
        pass(5, sign("slow", Area.SERVING, 5, true), sign("errors", Area.SERVING, 15, true));
        assertThat(told.values()).singleElement().satisfies(incident -> {
            assertThat(incident.id()).isEqualTo(5);
            assertThat(incident.isOpen()).isTrue();
            assertThat(incident.firstSign().ref()).isEqualTo("arrivals");
            assertThat(incident.clues()).hasSize(3);
        });
        pass(40);
        assertThat(told.values()).singleElement().satisfies(incident -> {
            assertThat(incident.to()).isEqualTo(START.plusSeconds(19));
            assertThat(incident.summary()).isEqualTo("3 clues");
        });
        assertThat(book.open()).isEmpty();
    }

    @Test
    void whatWasThereLongBeforeIsNoPartOfIt() {
        pass(300, sign("always", Area.PROCESSOR, 0, false));
        pass(5, sign("always", Area.PROCESSOR, 0, false), sign("slow", Area.SERVING, 300, true));
        assertThat(told.values()).singleElement().satisfies(incident -> {
            assertThat(incident.from()).isEqualTo(START.plusSeconds(300));
            assertThat(incident.clues()).hasSize(1);
        });
    }

    @Test
    void otherAreasAtTheSameTimeAreAnotherIncident() {
        pass(5, sign("cache", Area.CACHE, 0, true), sign("clock", Area.GPU, 0, true));
        assertThat(told).hasSize(2);
    }

    @Test
    void whatReturnsShortlyAfterItsEndReopensAnIncident() {
        pass(5, sign("slow", Area.SERVING, 0, true));
        pass(40);
        pass(5, sign("slow", Area.SERVING, 45, true));
        assertThat(told.values()).singleElement().satisfies(incident -> assertThat(incident.isOpen()).isTrue());
        pass(200);
        pass(5, sign("slow", Area.SERVING, 260, true));
        assertThat(told).hasSize(2);
    }
}
