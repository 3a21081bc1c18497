# What to do with a clean clone: `make demo`, `make test`. Both install the libraries that are missing.

SWIFT ?= swift
PACKAGES := libpng-dev libjpeg-dev pkg-config zlib1g libopenblas0-pthread
TEST_FLAGS := -c release -Xswiftc -enable-testing
TEST_ENVIRONMENT = APUS_PYTHON=$(PYTHON_ENVIRONMENT)/bin/python

.PHONY: setup build demo test test-static docs static python python-test python-setup bench

# Installs the Debian packages that reading PNG, JPEG and compressed npz files and linear algebra need, if they are not there.
setup:
	@missing=""; \
	for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	echo "installing$$missing"; \
	if [ "$$(id -u)" = 0 ]; then as_root=""; \
	elif command -v sudo > /dev/null; then as_root=sudo; \
	else echo "please install as root:$$missing" >&2; exit 1; fi; \
	$$as_root apt-get update -qq && \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

build: setup
	$(SWIFT) build -c release

demo: setup
	$(SWIFT) build -c release --product apus
	"$$($(SWIFT) build -c release --show-bin-path)/apus" demo --output .build/demo

# The core is compiled once, with TEST_FLAGS in .build; the wheel, the example from outside and the static command link the
# same objects. The tests run with the kernels of each instruction set, once with a single thread.
test: setup python-setup
	$(SWIFT) build $(TEST_FLAGS) --build-tests
	$(MAKE) python-test WHEEL=.build/test/python WHEEL_FLAGS="--scratch-path .build -- $(TEST_FLAGS)"
	$(TEST_ENVIRONMENT) APUS_ISA=baseline $(SWIFT) test $(TEST_FLAGS) --skip-build
	$(TEST_ENVIRONMENT) APUS_ISA=avx2 APUS_NUM_THREADS=1 $(SWIFT) test $(TEST_FLAGS) --skip-build
	$(TEST_ENVIRONMENT) $(SWIFT) test $(TEST_FLAGS) --skip-build
	$(SWIFT) run $(TEST_FLAGS) --package-path Examples --scratch-path .build taste
	$(MAKE) test-static

# The command without images, as one file that needs no library of Swift's; shows that it runs.
static:
	APUS_BORDER=0 $(SWIFT) build -c release --product apus --static-swift-stdlib -Xlinker -s --scratch-path .build/static
	binary="$$(APUS_BORDER=0 $(SWIFT) build -c release --show-bin-path --scratch-path .build/static)/apus"; \
	    "$$binary" demo --output .build/static-demo && ls -l "$$binary"

# The same from the objects of the tests. `swift build --static-swift-stdlib` would compile them all anew.
STATIC_FOUNDATION := $(addprefix -l,Foundation FoundationInternationalization FoundationEssentials CoreFoundation \
    _FoundationCollections _FoundationCShims _FoundationICU)
test-static:
	APUS_BORDER=0 $(SWIFT) build $(TEST_FLAGS) --product apus-bare
	mkdir -p .build/test
	$(SWIFT)c -static-stdlib -emit-executable -module-name apus -o .build/test/apus \
	    @"$$($(SWIFT) build $(TEST_FLAGS) --show-bin-path)/apus-bare.product/Objects.LinkFileList" $(STATIC_FOUNDATION) -lm \
	    $(addprefix -Xlinker ,--defsym main=ApusBareCommand_main --gc-sections -s)
	.build/test/apus demo --output .build/test/demo && ls -l .build/test/apus

# Writes the reference of every module as a DocC archive to .build/docs. The dump's own status is not asked: it fails for
# the bundle of the tests, after it has written what is needed here.
docs: setup
	rm -rf .build/docs .build/*/symbolgraph
	-$(SWIFT) package dump-symbol-graph --minimum-access-level public
	for module in ApusCore Apus ApusVision ApusFrame; do \
	    mkdir -p .build/docs/$$module.symbols && \
	    cp .build/*/symbolgraph/$$module.symbols.json .build/docs/$$module.symbols/ && \
	    docc convert --diagnostic-level error --fallback-display-name $$module --fallback-bundle-identifier $$module \
	        --additional-symbol-graph-dir .build/docs/$$module.symbols --output-path .build/docs/$$module.doccarchive \
	        || exit 1; \
	done

# The Python package: a wheel in WHEEL, and its files unpacked in WHEEL/stage.
PYTHON ?= python3
WHEEL := .build/python
WHEEL_FLAGS :=
python:
	$(PYTHON) Scripts/build-wheel.py --output $(WHEEL) $(WHEEL_FLAGS)

# The tests of the Python package: the wheel, installed in an environment of its own beside the libraries that it shares
# memory with. Tests of one that PYTHON_PARTNERS leaves out are skipped.
PYTHON_PARTNERS ?= numpy torch
PYTHON_ENVIRONMENT := .build/python/environment
python-test: python-setup python
	test -x $(PYTHON_ENVIRONMENT)/bin/python || $(PYTHON) -m venv $(PYTHON_ENVIRONMENT)
	$(PYTHON_ENVIRONMENT)/bin/python -m pip install --quiet --disable-pip-version-check $(PYTHON_PARTNERS)
	$(PYTHON_ENVIRONMENT)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall \
	    $(WHEEL)/apus-*.whl
	$(PYTHON_ENVIRONMENT)/bin/python -m unittest discover -s Tests/PythonTests -t Tests/PythonTests

# Installs Python where there is none of 3.11 or later that can make environments.
python-setup:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null \
	    || $(MAKE) setup PACKAGES="python3 python3-venv libpython3-dev"

# Apus, NumPy and PyTorch row by row in one run; BENCH_FLAGS are options of Benchmarks/bench.py, such as --filter or --busy.
BENCH_FLAGS ?=
bench: setup python-setup
	$(SWIFT) build -c release --package-path Benchmarks
	test -x $(PYTHON_ENVIRONMENT)/bin/python || $(PYTHON) -m venv $(PYTHON_ENVIRONMENT)
	$(PYTHON_ENVIRONMENT)/bin/python -m pip install --quiet --disable-pip-version-check numpy torch torchvision
	$(PYTHON_ENVIRONMENT)/bin/python Benchmarks/bench.py $(BENCH_FLAGS)
