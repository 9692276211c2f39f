package gpudyno.model.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EntrySelectionTest {
    private static boolean matches(String pattern, String key) {
        return new EntrySelection.OfPattern(pattern).matches(key);
    }

    @Test
    void starAndQuestionMarkAreTheOnlyWildcards() {
        assertThat(matches("*", "model:00ff")).isTrue();
        assertThat(matches("model:*", "model:00ff")).isTrue();
        assertThat(matches("model:00f?", "model:00ff")).isTrue();
        assertThat(matches("*:*ff", "model:00ff")).isTrue();
        assertThat(matches("mode", "model:00ff")).isFalse();
        assertThat(matches("model:00ff?", "model:00ff")).isFalse();
        assertThat(matches("model:[0-9]0ff", "model:00ff")).isFalse();
    }

    @Test
    void emptyAndEndlessSelectionsAreRefused() {
        assertThatThrownBy(() -> new EntrySelection.OfPattern("")).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> new EntrySelection.OfPattern("*".repeat(201))).hasMessageContaining("got 201");
        assertThatThrownBy(() -> new EntrySelection.OfText("")).hasMessageContaining("1 to 32768");
        assertThatThrownBy(() -> new EntrySelection.OfText("a\ud800")).hasMessageContaining("surrogate");
        assertThat(new EntrySelection.OfText("\ud83d\ude00").text()).hasSize(2);
    }
}
