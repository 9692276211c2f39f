/// What a tuning session tunes (subject), what it tries (trial), and what it found (session report).
@NullMarked
package gpudyno.model.tune;

import org.jspecify.annotations.NullMarked;
