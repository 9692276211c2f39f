/// The Tune page: start a session, watch its trials arrive, compare stock with the best, apply it or roll back.
@NullMarked
package gpudyno.console.tune;

import org.jspecify.annotations.NullMarked;
