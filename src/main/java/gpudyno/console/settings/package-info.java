/// Settings: knobs, theme, folder and the readiness of the ten modules. Help: keys and version.
@NullMarked
package gpudyno.console.settings;

import org.jspecify.annotations.NullMarked;
