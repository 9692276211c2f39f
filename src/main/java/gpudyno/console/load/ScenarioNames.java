package gpudyno.console.load;

import gpudyno.model.load.Scenario;

/// What people call a scenario.
final class ScenarioNames {
    private ScenarioNames() {
    }

    static String of(Scenario scenario) {
        return switch (scenario) {
            case Scenario.Constant _ -> "Constant";
            case Scenario.Poisson _ -> "Poisson";
            case Scenario.Gamma _ -> "Gamma";
            case Scenario.Ramp _ -> "Ramp";
            case Scenario.Step _ -> "Step";
            case Scenario.Spike _ -> "Spike";
            case Scenario.Soak _ -> "Soak";
            case Scenario.ClosedLoop _ -> "Closed loop";
            case Scenario.Replay _ -> "Trace replay";
            case Scenario.FindMax _ -> "Find max";
        };
    }
}
