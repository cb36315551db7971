// VitePress's own theme with the course's few styles.

import DefaultTheme from 'vitepress/theme';
import './course.css';

export default DefaultTheme;
