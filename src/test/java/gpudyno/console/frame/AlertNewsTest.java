package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.alert.Alert;
import gpudyno.model.node.Event.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertNewsTest {
    private static Alert alert(long id) {
        return new Alert(id, "r", "g", "", Severity.WARNING, Alert.State.FIRING, "R", "", Instant.EPOCH, null, false, "", null, false);
    }

    @Test
    void whatStoodThereAtTheFirstLookIsNoNewsAndEachChangeIsToldOnce() {
        AlertNews news = new AlertNews();
        assertThat(news.look(List.of(alert(1))).began()).isEmpty();
        AlertNews.News second = news.look(List.of(alert(1), alert(2)));
        assertThat(second.began()).extracting(Alert::id).containsExactly(2L);
        assertThat(second.gone()).isEmpty();
        AlertNews.News third = news.look(List.of(alert(2)));
        assertThat(third.began()).isEmpty();
        assertThat(third.gone()).extracting(Alert::id).containsExactly(1L);
        assertThat(news.look(List.of(alert(2)))).isEqualTo(new AlertNews.News(List.of(), List.of()));
    }
}
