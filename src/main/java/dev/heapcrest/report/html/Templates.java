package dev.heapcrest.report.html;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.BaseObjectHandler;
import com.github.mustachejava.util.Wrapper;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mustache templates of this package. Stateless; what it compiles may be used by any number of threads. */
final class Templates {
    private static final String PACKAGE = "dev/heapcrest/report/html/";

    private Templates() {}

    /** @param name of the resource, without its ending */
    static Mustache compile(String name) {
        DefaultMustacheFactory templates = new DefaultMustacheFactory();
        templates.setObjectHandler(new MapValues());
        return templates.compile(PACKAGE + name + ".mustache");
    }

    /**
     * Writes the page and flushes {@code out}.
     *
     * @param variables texts, numbers, truth values, maps, and lists of them
     * @throws IOException if {@code out} does
     */
    static void write(Mustache template, Map<String, ?> variables, Writer out) throws IOException {
        try {
            template.execute(out, variables).flush();
        } catch (MustacheException wrapped) {
            if (wrapped.getCause() instanceof IOException unwritable) {
                throw unwritable;
            }
            throw wrapped;
        }
    }

    /**
     * Finds variables in maps alone. The library's own handler also looks for fields and methods, by reflection and method
     * handles made for each variable, which a report of a small capture would pay for.
     */
    private static final class MapValues extends BaseObjectHandler {
        @Override
        public Binding createBinding(String name, TemplateContext context, Code code) {
            return scopes -> value(name, scopes);
        }

        @Override
        public Wrapper find(String name, List<Object> scopes) {
            return all -> value(name, all);
        }

        /** Of the innermost map that has it; {@code .} is the innermost value itself. */
        private static @Nullable Object value(String name, List<Object> scopes) {
            if (name.equals(".")) {
                return scopes.get(scopes.size() - 1);
            }
            for (int i = scopes.size() - 1; i >= 0; i--) {
                if (scopes.get(i) instanceof Map<?, ?> map && map.containsKey(name)) {
                    return map.get(name);
                }
            }
            return null;
        }
    }
}
