'use strict';
// The 3-D view: Mol* with the model and the map round it. Anything that fails is told in the view; the rest of the page works without it.
(() => {
  const element = (id) => document.getElementById(id);
  const Radius = 9; // Å of map shown round a residue
  const state = { plugin: null, map: null, settings: null, local: null, level: 0, walk: [], step: -1 };

  function tell(message, isFailure) {
    const status = element('view-status');
    status.textContent = message;
    status.hidden = !message;
    if (isFailure) document.documentElement.dataset.view = `failed: ${message}`;
  }

  const hasWebGl = () => {
    const canvas = document.createElement('canvas');
    return Boolean(canvas.getContext('webgl2') || canvas.getContext('webgl'));
  };

  // Mol* reports what it cannot read on the console only; what is missing afterwards tells.
  async function load(data) {
    state.settings = data.view;
    if (!hasWebGl()) return tell('This browser shows no WebGL, which the 3-D view needs. Tables and plots are complete without it.', true);
    tell('Preparing the 3-D view …');
    const library = document.createElement('script');
    library.textContent = await Report.unpackText('viewer-script');
    document.head.append(library);
    const style = document.createElement('style');
    style.textContent = await Report.unpackText('viewer-style');
    document.head.prepend(style);
    if (typeof molstar === 'undefined') return tell('The viewer could not be started in this browser.', true);
    const viewer = await molstar.Viewer.create('view', {
      extensions: [], layoutIsExpanded: false, layoutShowControls: false, layoutShowRemoteState: false, layoutShowSequence: false, layoutShowLog: false, layoutShowLeftPanel: false,
      viewportShowSelectionMode: false, viewportShowAnimation: false, viewportShowExpand: true, viewportShowSettings: false, volumeStreamingDisabled: true, pluginStateServer: '',
      viewportBackgroundColor: 'white', allowMajorPerformanceCaveat: true,
    });
    state.plugin = viewer.plugin;
    await loadModel(viewer, 'viewer-model', 'model');
    if (structures().length !== 1) return tell('The viewer could not read the model.', true);
    if (state.settings.before) {
      await loadModel(viewer, 'viewer-before', 'model before');
      if (structures().length === 2) await fade(structures()[1]);
    }
    if (state.settings.map) {
      await loadMap();
      if (!state.map) return tell('The viewer could not read the map.', true);
    }
    wire(data);
    new ResizeObserver(() => state.plugin.handleResize()).observe(element('view'));
    tell('');
    state.plugin.managers.camera.reset(undefined, 0);
    await drawn();
    document.documentElement.dataset.view = 'ready';
  }

  // Two frames later what was asked for is on the screen.
  const drawn = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done())); });

  const structures = () => state.plugin.managers.structure.hierarchy.current.structures;

  async function loadModel(viewer, id, label) {
    await viewer.loadStructureFromData(await Report.unpackText(id), 'mmcif', { dataLabel: label });
  }

  // The model before: thin and grey, hidden until asked for.
  async function fade(structure) {
    const manager = state.plugin.managers.structure.component;
    await manager.updateRepresentationsTheme(structure.components, { color: 'uniform', colorParams: { value: 0x999999 } });
    state.plugin.managers.structure.hierarchy.toggleVisibility([structure], 'hide');
  }

  async function loadMap() {
    const map = state.settings.map;
    const data = await state.plugin.builders.data.rawData({ data: await Report.unpack('viewer-map'), label: 'map' }, { state: { isGhost: true } });
    const { volume } = await state.plugin.dataFormats.get('ccp4').parse(state.plugin, data, { entryId: 'map' });
    if (!volume?.isOk) return;
    state.level = map.level;
    const { VolumeRepresentation3D } = molstar.lib.plugin.StateTransforms.Representation;
    state.map = await state.plugin.build().to(volume).apply(VolumeRepresentation3D, {
      type: { name: 'isosurface', params: mapLook() },
      colorTheme: { name: 'uniform', params: { value: 0x4477aa } },
      sizeTheme: { name: 'uniform', params: { value: 1 } },
    }).commit();
  }

  // Mesh round a residue, or the whole map as a faint surface.
  function mapLook() {
    const isLocal = Boolean(state.local) && !element('view-whole').checked;
    const { Mat4 } = molstar.lib.math.LinearAlgebra;
    const sphere = isLocal
      ? [{ type: 'sphere', invert: true, position: state.local, rotation: { axis: [1, 0, 0], angle: 0 }, scale: [2 * Radius, 2 * Radius, 2 * Radius], transform: Mat4.identity() }]
      : [];
    return {
      isoValue: { kind: 'absolute', absoluteValue: state.level }, visuals: [isLocal ? 'wireframe' : 'solid'], alpha: isLocal ? 0.9 : 0.22, tryUseGpu: false,
      clip: { variant: 'pixel', objects: sphere },
    };
  }

  // One update at a time; ribbons fade round a residue, so that they do not hide its atoms and the mesh.
  let pending = Promise.resolve();
  function update() {
    pending = pending.then(() => {
      const build = state.plugin.build();
      if (state.map) build.to(state.map.ref).update((old) => { Object.assign(old.type.params, mapLook()); });
      for (const component of structures()[0].components) {
        for (const { cell } of component.representations) {
          if (cell.transform.params?.type?.name === 'cartoon') build.to(cell.transform.ref).update((old) => { old.type.params.alpha = state.local ? 0.35 : 1; });
        }
      }
      return build.commit();
    });
    return pending;
  }

  function loci(data, r) {
    const schema = { auth_asym_id: data.chains[data.chain[r]] || '-', auth_seq_id: data.number[r], label_comp_id: data.type[r] };
    if (data.insertion[r]) schema.pdbx_PDB_ins_code = data.insertion[r];
    return molstar.lib.structure.StructureElement.Loci.fromSchema(structures()[0].cell.obj.data, schema);
  }

  function focus(data, r) {
    const { Loci } = molstar.lib.structure.StructureElement;
    const place = loci(data, r);
    element('view-name').textContent = Report.name(r);
    if (Loci.isEmpty(place)) return;
    state.local = Array.from(Loci.getBoundary(place).sphere.center);
    state.plugin.managers.structure.focus.setFromLoci(place);
    state.plugin.managers.camera.focusLoci(place, { minRadius: 7, extraRadius: 2, durationMs: 0 });
    update();
    state.step = state.walk.indexOf(r);
    walkText();
  }

  function walkText() {
    const total = state.walk.length;
    element('view-step').textContent = total === 0 ? 'no outliers' : state.step < 0 ? `${total} place${total === 1 ? '' : 's'} to look at` : `place ${state.step + 1} of ${total}`;
    element('view-back').disabled = total === 0;
    element('view-forward').disabled = total === 0;
  }

  function wire(data) {
    state.walk = data.walk;
    walkText();
    const walk = (by) => Report.pick(state.walk[(Math.max(state.step, by > 0 ? -1 : 0) + by + state.walk.length) % state.walk.length]);
    element('view-back').addEventListener('click', () => walk(-1));
    element('view-forward').addEventListener('click', () => walk(1));
    element('view-reset').addEventListener('click', () => {
      state.local = null;
      state.plugin.managers.structure.focus.clear();
      state.plugin.managers.camera.reset();
      element('view-name').textContent = '';
      update();
    });
    Report.onPick((r) => focus(data, r));
    for (const control of document.querySelectorAll('.view-controls [disabled]')) if (!control.id.match(/back|forward/)) control.disabled = false;
    const before = element('view-before');
    if (before) before.addEventListener('change', () => state.plugin.managers.structure.hierarchy.toggleVisibility([structures()[1]], before.checked ? 'show' : 'hide'));
    element('view-colour').addEventListener('change', (event) => {
      const color = event.target.value;
      state.plugin.managers.structure.component.updateRepresentationsTheme(structures()[0].components, { color });
    });
    wireMap();
  }

  function wireMap() {
    const map = state.settings.map, slider = element('view-level'), text = element('view-level-text'), whole = element('view-whole');
    if (!map) return;
    const describe = () => { text.textContent = `${state.level.toPrecision(3)} (${((state.level - map.mean) / map.sigma).toFixed(1)} σ)`; };
    describe();
    let timer = 0;
    slider.addEventListener('input', () => {
      state.level = map.lowest + (map.highest - map.lowest) * (slider.value / 1000) ** 2;
      describe();
      clearTimeout(timer);
      timer = setTimeout(update, 200);
    });
    slider.value = 1000 * Math.sqrt((map.level - map.lowest) / (map.highest - map.lowest));
    whole.addEventListener('change', update);
    element('view-map').addEventListener('change', (event) => {
      molstar.lib.plugin.StateTransforms && state.plugin.state.data.updateCellState(state.map.ref, { isHidden: !event.target.checked });
    });
  }

  // What tests and scripts may ask.
  window.reportView = {
    camera: () => Array.from(state.plugin.canvas3d.camera.state.target),
    hasModel: () => structures().length > 0 && structures()[0].cell.obj.data.elementCount > 0,
    hasMap: () => Boolean(state.map?.cell?.obj),
    settled: () => pending.then(drawn),
  };

  reportReady.then((data) => setTimeout(() => load(data).catch((error) => tell(`The 3-D view failed: ${error.message ?? error}`, true)), 50));
})();
