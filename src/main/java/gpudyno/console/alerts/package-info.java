/// The Alerts page: what fires, the rules it comes from, and what has ended.
@NullMarked
package gpudyno.console.alerts;

import org.jspecify.annotations.NullMarked;
