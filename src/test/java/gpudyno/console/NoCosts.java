package gpudyno.console;

import gpudyno.cost.Budgets;
import gpudyno.cost.CostReports;
import gpudyno.cost.PriceList;
import gpudyno.cost.PriceRules;
import gpudyno.model.cost.Budget;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.WhatIf;
import gpudyno.node.Costs;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeMap;

/// A node that has counted nothing yet and for which nobody has declared a price.
final class NoCosts implements Costs {
    private volatile Prices prices = PriceList.undeclared(List.of());

    @Override
    public Prices prices() {
        return prices;
    }

    @Override
    public void declare(Prices declared) {
        PriceRules.check(declared);
        prices = declared;
    }

    @Override
    public CostReport report(Instant from, Instant to) {
        return new CostReports(prices, ZoneId.systemDefault()).report(from, to, List.of(), "all-MiniLM-L6-v2");
    }

    @Override
    public Budget budget() {
        return new Budgets(ZoneId.systemDefault()).of(new TreeMap<>(), prices.budget(), Instant.now());
    }

    @Override
    public List<WhatIf> whatIf() {
        return List.of();
    }
}
