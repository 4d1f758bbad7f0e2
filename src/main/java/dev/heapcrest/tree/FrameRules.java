package dev.heapcrest.tree;

import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.longs.Long2IntOpenCustomHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Which frames a reader wants to see first: memray's rules (docs/capture-format.md, section 14.1). Stateless. */
public final class FrameRules {
    private static final Pattern CPYTHON_SOURCE =
            Pattern.compile("(Include|Objects|Modules|Python|cpython).*\\.[c|h]$", Pattern.DOTALL);
    private static final Pattern NATIVE_SOURCE =
            Pattern.compile("\\.(c|h|cc|cpp|cxx|c\\+\\+|hh|hpp|hxx|inl|rs|go|f|f90|S|asm)$");
    private static final Set<String> CALL_MACHINERY = Set.of(
            "PyObject_Call",
            "call_function",
            "classmethoddescr_call",
            "cmpwrapper_call",
            "do_call_core",
            "fast_function",
            "function_call",
            "function_code_fastcall",
            "instance_call",
            "instancemethod_call",
            "methoddescr_call",
            "proxy_call",
            "slot_tp_call",
            "trace_call_function",
            "type_call",
            "weakref_call",
            "wrap_call",
            "wrapper_call",
            "wrapperdescr_call");
    private static final Set<String> IMPORT_OPCODES = Set.of("import_name", "import_from", "import_all_from");

    private FrameRules() {}

    /** C code of the interpreter itself, as opposed to the program that it runs. */
    public static boolean cpythonInternal(String function, String file) {
        boolean candidate = function.contains("PyEval_EvalFrameEx")
                || function.contains("_PyEval_EvalFrameDefault")
                || (function.startsWith("_TAIL_CALL_") && function.contains(".llvm."))
                || function.startsWith("PyEval")
                || function.startsWith("_Py")
                || containsVectorcall(function)
                || CALL_MACHINERY.contains(function)
                || file.contains("Objects/call.c");
        return candidate && CPYTHON_SOURCE.matcher(file).find();
    }

    /** Frames of the import system; what they call belongs to it as well. */
    public static boolean importSystem(String function, String file) {
        return file.contains("frozen importlib") || (IMPORT_OPCODES.contains(function) && file.endsWith("ceval.c"));
    }

    /** Frames that are hidden until the reader asks for them: the interpreter's, runpy's, the import system's. */
    public static boolean nonRelevant(String function, String file) {
        return file.endsWith("runpy.py")
                || file.equals("<frozen runpy>")
                || importSystem(function, file)
                || cpythonInternal(function, file);
    }

    /** Frames of the profiler itself, which was in the program while it ran, by the path of their image. */
    public static boolean profilersOwn(String imagePath) {
        return imagePath.contains("/memray.libs/") || imagePath.startsWith("_memray.", imagePath.lastIndexOf('/') + 1);
    }

    /** Frames of compiled code, as far as the file's name tells. */
    public static boolean nativeCode(String file) {
        return file.equals("<unknown>") || NATIVE_SOURCE.matcher(file).find();
    }

    /**
     * The rules for the frames of one table: each pair of long texts is looked through once, however many frames share
     * it. Short ones are looked through faster than a table is asked. Not thread-safe.
     */
    public static final class Remembered {
        private static final int SHORT = 1_024;
        private static final int NON_RELEVANT = 1;
        private static final int IMPORT_SYSTEM = 2;
        private static final int KNOWN = 4;

        private final TextNumbers numbers = new TextNumbers();
        private final Long2IntOpenCustomHashMap known = Salted.longToInt();

        /** {@link FrameRules#nonRelevant} */
        public boolean nonRelevant(String function, String file) {
            return function.length() + file.length() <= SHORT
                    ? FrameRules.nonRelevant(function, file)
                    : (rules(function, file) & NON_RELEVANT) != 0;
        }

        /** {@link FrameRules#importSystem} */
        public boolean importSystem(String function, String file) {
            return function.length() + file.length() <= SHORT
                    ? FrameRules.importSystem(function, file)
                    : (rules(function, file) & IMPORT_SYSTEM) != 0;
        }

        private int rules(String function, String file) {
            long pair = (long) numbers.add(function) << Integer.SIZE | numbers.add(file);
            int rules = known.get(pair);
            if (rules == 0) {
                rules = KNOWN
                        | (FrameRules.nonRelevant(function, file) ? NON_RELEVANT : 0)
                        | (FrameRules.importSystem(function, file) ? IMPORT_SYSTEM : 0);
                known.put(pair, rules);
            }
            return rules;
        }
    }

    private static boolean containsVectorcall(String function) {
        String word = "vectorcall";
        for (int i = 0; i <= function.length() - word.length(); i++) {
            if (function.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
