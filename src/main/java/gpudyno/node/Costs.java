package gpudyno.node;

import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a node costs: per request and token, idle time apart, against a month's budget. Errors are those of [Node].
public interface Costs {
    /// The longest period that can be asked about.
    Duration LONGEST = Duration.ofDays(400);
    /// The prices, sent when somebody changes them.
    Topic<Prices> PRICES = new Topic<>("prices", Prices.class);

    Prices prices();

    /// Declares prices anew. What was spent before is told with the new ones from then on.
    ///
    /// @throws IllegalArgumentException names the field that is out of its range and what is allowed
    void declare(Prices prices);

    /// What a period cost.
    ///
    /// @throws IllegalArgumentException if the period ends before it begins, or is longer than [#LONGEST]
    CostReport report(Instant from, Instant to);

    /// How this month goes.
    Budget budget();

    /// What the settings of knobs cost, as far as sessions measured them; empty where none did.
    List<WhatIf> whatIf();
}
