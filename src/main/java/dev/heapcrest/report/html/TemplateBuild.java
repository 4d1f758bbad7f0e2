package dev.heapcrest.report.html;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.DefaultMustacheVisitor;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheVisitor;
import com.github.mustachejava.TemplateContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;

/**
 * Makes the steps that {@link Template} runs: mustache.java reads a template, and this writes down what it found. Runs in
 * the build alone, and is in no jar; neither is mustache.java.
 */
final class TemplateBuild {
    static final String PACKAGE = "dev/heapcrest/report/html/";

    private final IdentityHashMap<Mustache, byte[]> steps = new IdentityHashMap<>();

    private final DefaultMustacheFactory templates = new DefaultMustacheFactory() {
        @Override
        public MustacheVisitor createMustacheVisitor() {
            return new Recorder(this);
        }
    };

    /** @param name of a template among the resources of this package */
    byte[] steps(String name) {
        return stepsOf(templates.compile(PACKAGE + name + ".mustache"));
    }

    private byte[] stepsOf(Mustache template) {
        byte[] found = steps.get(template);
        if (found == null) {
            throw new IllegalStateException("nothing was written down of " + template.getName());
        }
        return found;
    }

    static byte[] step(byte kind, byte[] content) {
        return ByteBuffer.allocate(Template.STEP_BYTES + content.length)
                .put(kind)
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] step(byte kind, String content) {
        return step(kind, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Hears of a template, or of the inside of a section, part by part. */
    private final class Recorder extends DefaultMustacheVisitor {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Recorder(DefaultMustacheFactory factory) {
            super(factory);
        }

        @Override
        public Mustache mustache(TemplateContext context) {
            Mustache template = super.mustache(context);
            steps.put(template, written.toByteArray());
            return template;
        }

        @Override
        public void write(TemplateContext context, String text) {
            written.writeBytes(step(Template.TEXT, text));
        }

        @Override
        public void value(TemplateContext context, String variable, boolean encoded) {
            written.writeBytes(step(encoded ? Template.ESCAPED : Template.RAW, variable));
        }

        @Override
        public void iterable(TemplateContext context, String variable, Mustache inside) {
            section(Template.SECTION, variable, inside);
        }

        @Override
        public void notIterable(TemplateContext context, String variable, Mustache inside) {
            section(Template.INVERTED, variable, inside);
        }

        private void section(byte kind, String variable, Mustache inside) {
            byte[] name = variable.getBytes(StandardCharsets.UTF_8);
            byte[] content = stepsOf(inside);
            written.writeBytes(step(
                    kind,
                    ByteBuffer.allocate(1 + name.length + content.length)
                            .put((byte) name.length)
                            .put(name)
                            .put(content)
                            .array()));
        }

        @Override
        public void partial(TemplateContext context, String variable, String indent) {
            if (!indent.isEmpty()) {
                throw new IllegalStateException(variable + " is indented, which Template does not know");
            }
            written.writeBytes(steps(variable));
        }

        @Override
        public void dynamicPartial(TemplateContext context, String variable, String indent) {
            throw unknown(variable);
        }

        @Override
        public void pragma(TemplateContext context, String pragma, String arguments) {
            throw unknown(pragma);
        }

        @Override
        public void extend(TemplateContext context, String variable, Mustache inside) {
            throw unknown(variable);
        }

        @Override
        public void name(TemplateContext context, String variable, Mustache inside) {
            throw unknown(variable);
        }

        private static IllegalStateException unknown(String part) {
            return new IllegalStateException("Template has no step for " + part);
        }
    }
}
