/// The words of alerting: a rule is a condition over meters, an alert one rule on one series while it pends, fires or has ended, a silence
/// keeps alerts from being told.
@NullMarked
package gpudyno.model.alert;

import org.jspecify.annotations.NullMarked;
