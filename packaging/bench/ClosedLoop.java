import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** One user per connection; each sends its next request as soon as it has the answer. */
public class ClosedLoop extends Simulation {
    {
        setUp(scenario("closed loop").during(Duration.ofSeconds(Integer.getInteger("seconds"))).on(exec(http("get").get("/")))
                .injectOpen(atOnceUsers(Integer.getInteger("users")))).protocols(http.baseUrl(System.getProperty("url")));
    }
}
