package gpudyno.console.cost;

import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.WhatIf;
import java.util.List;

/// What the page shows, read at once.
///
/// @param today from midnight to now
/// @param range the period that is chosen
record Day(CostReport today, CostReport range, Budget budget, List<WhatIf> whatIf) {
    Day {
        whatIf = List.copyOf(whatIf);
    }

    Money money() {
        return new Money(range.prices().currency());
    }
}
