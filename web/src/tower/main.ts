import { mount } from 'svelte';
import '../lib/base.css';
import { appearance } from '../lib/theme.svelte.ts';
import { TowerApi } from '../lib/tower-api-client.ts';
import App from './App.svelte';
import { Door } from './door.svelte.ts';
import './tower.css';

appearance.detect();

const api = new TowerApi(location.href);
const door = new Door(api);
void door.arrive(location.hash);

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target, props: { api, door } });
