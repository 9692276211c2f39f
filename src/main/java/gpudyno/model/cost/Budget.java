package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a calendar month's spending goes.
///
/// @param limit null where no budget is declared
/// @param spent so far
/// @param course spent from the month's beginning up to an instant, oldest first, one a day and one for now
/// @param ahead the rest of the month, one a day; empty until three days were seen
/// @param chanceOver of spending more than the limit in the month, 0 to 1; null without a limit or a projection
/// @param over the day on which the limit is passed, by the projection; null where it is not
/// @param ownError mean absolute error of the projections made on earlier days for a day later, in percent; null until there were any
/// @param judged how many earlier projections that rests on
/// @param inside how many of them held their 95 % range
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Budget(@Nullable Double limit, double spent, List<Point> course, List<Ahead> ahead, @Nullable Double chanceOver,
        @Nullable LocalDate over, @Nullable Double ownError, int judged, int inside) {
    public Budget {
        course = List.copyOf(course);
        ahead = List.copyOf(ahead);
    }

    public record Point(Instant at, double spent) {}

    /// @param low80 lower end of the 80 % range, and so on
    public record Ahead(Instant at, double spent, double low80, double high80, double low95, double high95) {}
}
