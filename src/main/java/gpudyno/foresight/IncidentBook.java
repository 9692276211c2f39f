package gpudyno.foresight;

import gpudyno.model.foresight.Area;
import gpudyno.model.foresight.Incident;
import gpudyno.model.foresight.Incident.Clue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts together what belongs together: clues that come while an incident is open or shortly after it, and are of an area that its other clues
/// belong to. One thread.
public final class IncidentBook {
    /// How long before an incident opens something may have begun to be its first sign.
    private static final Duration BEFORE = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration REOPENS = Duration.ofSeconds(30);
    private static final int MOST_OPEN = 10;
    private static final int MOST_CLUES = 40;
    private final List<Draft> open = new ArrayList<>();
    private final List<Draft> ended = new ArrayList<>();
    private final Story story;
    private final Consumer<Incident> told;
    private long lastId;

    /// Something that is noticed now.
    ///
    /// @param opens whether it is an incident by itself; else it joins one alone
    /// @param holds whether an incident goes on as long as it is noticed; what outlasts its reason, as a burn rate over an hour, does not
    public record Sign(Clue clue, boolean opens, boolean holds) {}

    /// Tells what an incident is about.
    @FunctionalInterface
    public interface Story {
        /// @param to null while it lasts
        Telling of(Instant from, @Nullable Instant to, List<Clue> clues);
    }

    /// @param summary one sentence
    /// @param cause a sentence; empty where nothing tells
    public record Telling(String summary, String cause, List<String> different) {}

    private static final class Draft {
        private final long id;
        private final List<Clue> clues = new ArrayList<>();
        private final Instant opened;
        private Instant lastSeen;
        private @Nullable Incident last;

        Draft(long id, Instant now) {
            this.id = id;
            this.opened = now;
            this.lastSeen = now;
        }

        boolean suits(Area area) {
            return clues.stream().anyMatch(clue -> clue.area().belongsTo(area));
        }

        int indexOf(Clue clue) {
            for (int i = 0; i < clues.size(); i++) {
                if (clues.get(i).kind() == clue.kind() && clues.get(i).ref().equals(clue.ref())) {
                    return i;
                }
            }
            return -1;
        }

        /// A clue may become clearer while it lasts; when it was first noticed stays.
        void take(Clue clue) {
            int known = indexOf(clue);
            if (known >= 0) {
                Clue before = clues.get(known);
                clues.set(known, new Clue(before.at(), clue.kind(), clue.ref(), clue.area(), clue.text()));
            } else if (clues.size() < MOST_CLUES) {
                clues.add(clue);
                clues.sort(Comparator.comparing(Clue::at));
            }
        }
    }

    /// @param lastId the greatest id that was given before
    /// @param told is given each incident when it opens, changes and ends
    public IncidentBook(long lastId, Story story, Consumer<Incident> told) {
        this.lastId = lastId;
        this.story = story;
        this.told = told;
    }

    /// Takes in everything that is noticed now.
    public void accept(Instant now, List<Sign> signs) {
        for (Sign sign : signs) {
            find(sign).ifPresentOrElse(draft -> see(draft, sign, now), () -> {
                if (sign.opens && open.size() < MOST_OPEN) {
                    open(sign, signs, now);
                }
            });
        }
        for (Draft draft : List.copyOf(open)) {
            boolean over = Duration.between(draft.lastSeen, now).compareTo(QUIET) >= 0;
            tell(draft, over ? draft.lastSeen : null);
            if (over) {
                open.remove(draft);
                ended.add(draft);
            }
        }
        ended.removeIf(draft -> Duration.between(draft.lastSeen, now).compareTo(QUIET.plus(REOPENS)) > 0);
    }

    private Optional<Draft> find(Sign sign) {
        Clue clue = sign.clue;
        return open.stream().filter(draft -> draft.indexOf(clue) >= 0).findFirst()
                .or(() -> open.stream().filter(draft -> draft.suits(clue.area())).findFirst())
                .or(() -> ended.stream().filter(draft -> sign.holds && draft.indexOf(clue) >= 0).findFirst());
    }

    private void see(Draft draft, Sign sign, Instant now) {
        // What was there long before it belongs to another story.
        if (draft.indexOf(sign.clue) < 0 && sign.clue.at().isBefore(draft.opened.minus(BEFORE))) {
            return;
        }
        draft.take(sign.clue);
        if (sign.holds) {
            draft.lastSeen = now;
            if (ended.remove(draft)) {
                open.add(draft);
            }
        }
    }

    private void open(Sign first, List<Sign> signs, Instant now) {
        Draft draft = new Draft(++lastId, now);
        draft.take(first.clue);
        signs.stream().map(Sign::clue).filter(clue -> draft.suits(clue.area()) && clue.at().isAfter(now.minus(BEFORE)))
                .forEach(draft::take);
        open.add(draft);
    }

    private void tell(Draft draft, @Nullable Instant to) {
        Instant from = draft.clues.getFirst().at();
        Telling telling = story.of(from, to, draft.clues);
        Instant end = to != null && to.isBefore(from) ? from : to;
        Incident incident = new Incident(draft.id, from, end, telling.summary, telling.cause, draft.clues, telling.different);
        if (!incident.equals(draft.last)) {
            draft.last = incident;
            told.accept(incident);
        }
    }

    /// Those that last, oldest first.
    public List<Incident> open() {
        List<Incident> all = new ArrayList<>();
        open.forEach(draft -> {
            if (draft.last != null) {
                all.add(draft.last);
            }
        });
        return all;
    }
}
