import { mount } from 'svelte';
import '../lib/base.css';
import { feedUrl } from '../lib/address.ts';
import { LiveFeed } from '../lib/feed.svelte.ts';
import { language } from '../lib/i18n.svelte.ts';
import { appearance } from '../lib/theme.svelte.ts';
import { liveWhileShown } from '../lib/wake.ts';
import App from './App.svelte';
import './tints.css';

language.detect();
appearance.detect();

const feed = new LiveFeed({ url: feedUrl(location.href) });
liveWhileShown(feed.socket);

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target, props: { feed } });
